import Foundation
import TestSupport
import Testing

@testable import GraphStore

/// Files that are not what they should be: each is refused with its line and column, in the memory of one record.
@Suite struct HostileCSVTests {
  private func load(_ bytes: [UInt8], more: [String] = [], maximumErrors: Int = 0) throws -> Result<CSVReport, StoreError> {
    let file = try TemporaryFile()
    let path = file.folder + "/f.csv"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let others = try more.enumerated().map { index, text in
      let path = file.folder + "/more\(index).csv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return CSVInput(path: path)
    }
    let store = try Store(path: nil)
    let transaction = try store.beginWrite()
    defer { transaction.rollBack() }
    var options = CSVOptions()
    options.maximumErrors = maximumErrors
    do throws(StoreError) {
      return .success(try CSVImport.load([CSVInput(path: path)] + others, into: transaction, options: options))
    } catch { return .failure(StoreError(error.code, error.message.replacing(file.folder + "/", with: ""))) }
  }

  private func complaint(_ text: String, more: [String] = []) throws -> String { try complaint(Array(text.utf8), more: more) }

  private func complaint(_ bytes: [UInt8], more: [String] = []) throws -> String {
    switch try load(bytes, more: more) {
    case .success(let report): "loaded \(report.load.nodes.created) and \(report.load.edges.created)"
    case .failure(let error): error.message
    }
  }

  @Test(arguments: [
    ("name,v\n\"open,1\nb,2\n", "f.csv:2:1: the quote that opens here is never closed"),
    ("name,v\nx,\"open\n\nb,2\n", "f.csv:2:3: the quote that opens here is never closed"),
    ("name,v\n\"a\"x,1\n", "f.csv:2:4: text after the closing quote of a field"),
    ("name,v\n1,2\n\"a\nb\"x,1\n", "f.csv:4:3: text after the closing quote of a field"),
    ("name,v\na\n", "f.csv:2:1: 1 field, where the header has 2"),
    ("name,v\na,1,2\n", "f.csv:2:5: 3 fields, where the header has 2"),
    ("", "f.csv: the file is empty, and needs a header"),
    ("name,name\na,b\n", "f.csv:1: two columns are called `name`"),
    ("name,n:int\na,99999999999999999999\n", "f.csv:2:3: `99999999999999999999` is no int"),
    ("name,d:date\na,2025-02-30\n", "f.csv:2:3: `2025-02-30` is no date"),
    ("name\ra\r", "f.csv:1:1: a carriage return in the header: lines end in LF or CR LF; `tr '\\r' '\\n'` converts old line ends"),
    ("name;v\na;1\n", "f.csv:1:1: one column, `name;v`; if another character parts the fields: `--delimiter ';'`"),
    ("name\tv\na\t1\n", "f.csv:1:1: one column, `name\tv`; if another character parts the fields: `--delimiter tab`"),
    // Accepted as they are.
    ("name,v\na \"quoted\" b,1\n", "loaded 1 and 0"), ("\"name;v\"\na\n", "loaded 1 and 0"), ("\u{FEFF}name,v\r\na,1\r\n\r\n\"b\r\nc\",2", "loaded 2 and 0"),
    ("name\n\n\n", "loaded 0 and 0"), ("name,v\n=1+1,@x\n", "loaded 1 and 0"),
  ])
  func faultsHaveLineAndColumn(text: String, message: String) throws { #expect(try complaint(text) == message) }

  @Test func otherEncodingsAreNamed() throws {
    #expect(try complaint(Array("name,v\n1,caf".utf8) + [0xE9] + Array("\n".utf8)).hasPrefix("f.csv:2:3: `caf\u{FFFD}` is not UTF-8; `iconv"))
    #expect(try complaint(Array("na".utf8) + [0xEF] + Array("ve,v\n1,2\n".utf8)) == "f.csv:1:1: the header is not UTF-8")
    let wide: [UInt8] = [0xFF, 0xFE] + "name,v\n1,2\n".utf8.flatMap { [$0, 0] }
    #expect(try complaint(wide).contains("looks like UTF-16"))
    #expect(try complaint("a\0b,c\n1,2\n").contains("looks like UTF-16"))
  }

  @Test func endsOfEdgesMustBeThere() throws {
    #expect(try complaint(":ID\n1\n", more: [":START_ID,:END_ID,:TYPE\n1,2,R\n"]) == "more0.csv:2:3: no node has the id `2`")
    #expect(try complaint(":ID\n1\n1\n").hasPrefix("f.csv:3:1: the id `1` comes twice"))
  }

  @Test func namesWithNULAreToldWithTheirPlace() throws {
    #expect(try complaint("id:ID,:LABEL\n1,A\n2,A;B\0\n") == "f.csv:3:1: a label contains NUL")
    #expect(
      try complaint("id:ID\n1\n", more: [":START_ID,:END_ID,:TYPE\n1,1,R\n1,1,R\0\n"]) == "more0.csv:3:1: the type of an edge contains NUL")
  }

  /// A field without end: given up after 16 MiB, whatever comes.
  @Test(arguments: ["\"", "", "x,\""]) func fieldsWithoutEndAreGivenUp(_ start: String) throws {
    let bytes = Array("name,v\n\(start)".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 40 << 20) + Array("\",1\n".utf8)
    let place = start.isEmpty ? "" : ": the quote at column \(start.utf8.count) may lack its end"
    #expect(try complaint(bytes) == "f.csv:2:1: a record of more than 16 MiB" + place)
  }

  @Test func aHundredThousandColumnsLoad() throws {
    let count = 100_000
    let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<count).map { "\($0)" }.joined(separator: ",")
    #expect(try complaint("\(header)\n\(row)\n") == "loaded 1 and 0")
    #expect(try complaint("\(header)\n\(row),1\n").hasSuffix(": 100001 fields, where the header has 100000"))
  }

  /// What can be left out is left out, and said.
  @Test func theRestIsLoaded() throws {
    let bytes = Array("name,n:int\na,1\nb\n\"c\"x,3\nd,four\ne,5\n".utf8)
    let report = try load(bytes, maximumErrors: 3).get()
    #expect(report.load.nodes.created == 2 && report.load.rejected.count == 3)
    let places = report.load.rejected.map { (line: String) -> String in line.split(separator: "/").last.map(String.init) ?? "" }
    #expect(places.map { $0.split(separator: " ").first.map(String.init) ?? "" } == ["f.csv:3:1:", "f.csv:4:4:", "f.csv:5:3:"])
    #expect(throws: StoreError.self) { try load(bytes, maximumErrors: 2).get() }
  }
}
