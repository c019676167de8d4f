import Foundation

/// Runs other programs, such as `sqlite3`.
public enum Program {
  public struct Result: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// The system's Python; nil without one.
  public static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Feeds `input`, waits for the end. Nothing is interpreted by a shell.
  @discardableResult
  public static func run(_ path: String, _ arguments: [String], input: String = "") throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let (inPipe, outPipe, errorPipe) = (Pipe(), Pipe(), Pipe())
    process.standardInput = inPipe
    process.standardOutput = outPipe
    process.standardError = errorPipe
    try process.run()
    inPipe.fileHandleForWriting.write(Data(input.utf8))
    try inPipe.fileHandleForWriting.close()
    let output = outPipe.fileHandleForReading.readDataToEndOfFile()
    let errors = errorPipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  /// Runs SQL in the `sqlite3` program: a second writer that knows nothing of us. Throws when it reports an
  /// error.
  @discardableResult
  public static func sqlite(_ path: String, _ sql: String) throws -> String {
    let result = try run("/usr/bin/sqlite3", ["-batch", "-bail", path], input: ".timeout 5000\n" + sql)
    guard result.status == 0, result.errors.isEmpty else { throw TestSupportError(result.errors) }
    return result.output
  }
}
