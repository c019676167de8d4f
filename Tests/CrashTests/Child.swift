import Foundation
import TestSupport

/// A run of the program `crash-writer`, whose output is read line by line.
final class Child {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending: [UInt8] = []

  init(_ arguments: String...) throws {
    let here = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    // Under `swift test` this is the folder of the test bundle; the runner may sit elsewhere, the bundle is
    // then named by argument.
    let folders = [here] + CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    let programs = folders.map { $0.appendingPathComponent("crash-writer") }
    guard let program = programs.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else {
      throw TestSupportError("crash-writer is not beside the tests")
    }
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// The next whole line; nil at the end. A last line without its newline is none.
  func readLine() -> String? {
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line
      }
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { return nil }
      pending.append(contentsOf: data)
    }
  }

  func readLines() -> [String] {
    var lines: [String] = []
    while let line = readLine() { lines.append(line) }
    process.waitUntilExit()
    return lines
  }

  func say(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
  }
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }
}
