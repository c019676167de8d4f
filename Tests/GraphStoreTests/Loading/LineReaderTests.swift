import Foundation
import TestSupport
import Testing

@testable import GraphStore

@Suite struct LineReaderTests {
  private func lines(_ bytes: [UInt8]) throws -> [String] {
    let file = try TemporaryFile()
    try Data(bytes).write(to: URL(fileURLWithPath: file.path))
    let reader = try LineReader(path: file.path)
    var lines: [String] = []
    while let line = try reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
    #expect(reader.number == lines.count)
    return lines
  }

  @Test func linesComeWithoutTheirEnds() throws {
    #expect(try lines([]) == [])
    #expect(try lines(Array("a".utf8)) == ["a"])
    #expect(try lines([0xEF, 0xBB, 0xBF] + Array("a\r\n\n\u{FEFF}b\n".utf8)) == ["a", "", "\u{FEFF}b"])
    let long = (0..<40).map { String(repeating: "x", count: $0 * 10_007) + "\($0)" }
    #expect(try lines(Array(long.joined(separator: "\n").utf8)) == long)
  }

  /// A line without end is an error with its place, never the end of the file.
  @Test func aLineHasALimit() throws {
    let reader = try LineReader(path: "/dev/zero")
    #expect { try reader.next() } throws: { error in
      (error as? StoreError)?.code == .limitExceeded && (error as? StoreError)?.message == "/dev/zero:1: a line is longer than 64 MiB"
    }
  }

  @Test func whatCannotBeReadIsAnError() throws {
    let reader = try LineReader(path: "/tmp")
    expect(.inputOutput) { _ = try reader.next() }
    expect(.notFound) { _ = try LineReader(path: "/tmp/there/is/none") }
  }
}
