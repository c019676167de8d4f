import Foundation
import TestSupport

@testable import graphsh

/// The built program and a graph of the seeds to run it on.
enum BuiltProgram {
  static let root = #filePath.replacing("/Tests/GraphshTests/BuiltProgram.swift", with: "")

  /// Vocabulary and entities first; the order does not matter to the loader.
  static var seedFiles: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/seeds")) ?? []
    return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { root + "/seeds/" + $0 }
  }

  private static let seeds: Result<TemporaryFile, any Error> = Result {
    let file = try TemporaryFile()
    let outcome = try runProgram(Programs.graphsh, ["import", "--create", file.path] + seedFiles)
    guard outcome.status == 0 else { throw TestSupportError(outcome.complaints) }
    return file
  }

  /// A graph of the seeds that nobody changes.
  static func seedGraph() throws -> String { try seeds.get().path }

  static func seedBytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: seedGraph())) }

  /// A small graph made by `statements`, after `graphsh new`.
  static func make(_ statements: String...) throws -> TemporaryFile {
    let file = try TemporaryFile()
    guard try runProgram(Programs.graphsh, ["new", file.path]).status == 0 else { throw TestSupportError("new failed") }
    if statements.isEmpty { return file }
    let outcome = try runProgram(Programs.graphsh, [file.path], input: statements.joined(separator: ";\n"))
    guard outcome.status == 0 else { throw TestSupportError(outcome.complaints) }
    return file
  }
}

/// A run of the program that is talked to while it runs.
final class OpenShell {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: Programs.graphsh)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// What the program writes up to the answer to a last `RETURN`; everything when it ends.
  ///
  /// - Throws: when nothing comes for a minute.
  func ask(_ text: String) throws -> String {
    let mark = "done-\(UInt64.random(in: 0...UInt64.max))"
    try input.fileHandleForWriting.write(contentsOf: Data("\(text)\nRETURN '\(mark)' AS mark;\n".utf8))
    while pending.range(of: Data((mark + "\n").utf8)) == nil {
      var waiting = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 60_000) > 0 else { throw TestSupportError("no answer to: \(text)") }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      pending += data
    }
    let answer = String(decoding: pending, as: UTF8.self)
    pending = Data()
    return answer
  }

  func end() throws -> Int32 {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
