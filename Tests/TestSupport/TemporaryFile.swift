import Glibc

/// A path in a folder of its own, which goes away with this object.
public final class TemporaryFile: Sendable {
  public let folder: String
  public var path: String { folder + "/test.graph" }

  public init() throws {
    var template = Array("/tmp/graphsh-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestSupportError("cannot make a temporary folder") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = try? Program.run("/bin/rm", ["-rf", folder]) }
}

public struct TestSupportError: Error, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
