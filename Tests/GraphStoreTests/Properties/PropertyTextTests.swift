import TestSupport
import Testing

@testable import GraphStore

/// The table at `PropertyText`, line by line, and its laws.
@Suite struct PropertyTextTests {
  static let forms: [(Value, String)] = [
    (.bool(true), "true"), (.bool(false), "false"), (.int(1), "1"), (.int(.min), "-9223372036854775808"),
    (.float(1), "1.0"), (.float(-0.0), "-0.0"), (.float(1e16), "1e+16"),
    (.float(.leastNonzeroMagnitude), "5e-324"),
    (.float(.nan), #"{"@float":"NaN"}"#), (.float(-.infinity), #"{"@float":"-Infinity"}"#),
    (.float(.infinity), #"{"@float":"Infinity"}"#),
    (.decimal("12.50"), #"{"@decimal":"12.50"}"#),
    (.string("a\"\\\n\u{0}\u{1F}é"), #""a\"\\\n\u0000\u001fé""#),
    (.bytes([0, 255]), #"{"@bytes":"00FF"}"#),
    (.date(LocalDate(daysSinceEpoch: 0)), #"{"@date":"1970-01-01"}"#),
    (.localTime(LocalTime(nanosecondsSinceMidnight: 500_000_000)), #"{"@localtime":"00:00:00.5"}"#),
    (
      .zonedTime(ZonedTime(local: LocalTime(nanosecondsSinceMidnight: 0), offsetSeconds: 3600)),
      #"{"@time":"00:00+01:00"}"#
    ),
    (
      .localDateTime(LocalDateTime(secondsSinceEpoch: -1, nanosecond: 1)),
      #"{"@localdatetime":"1969-12-31T23:59:59.000000001"}"#
    ),
    (
      .zonedDateTime(
        ZonedDateTime(
          local: LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0), offsetSeconds: 7200, zone: "Europe/Paris"
        )),
      #"{"@datetime":"1970-01-01T00:00+02:00[Europe/Paris]"}"#
    ),
    (.duration(CalendarDuration(months: 14, days: -3, seconds: 5)), #"{"@duration":"P1Y2M-3DT5S"}"#),
    (.list([.int(1), .null, .list([])]), "[1,null,[]]"), (.record([:]), "{}"),
    (.record(["@date": 1]), #"{"@@date":1}"#), (.record(["@@": 1]), #"{"@@@":1}"#),
    (.record(["@a": 1, "b": .null]), #"{"@a":1,"b":null}"#),
  ]

  @Test(arguments: forms.indices) func writesAndReads(_ index: Int) throws {
    let (value, text) = PropertyTextTests.forms[index]
    let bytes = try PropertyText.encode(["k": value])
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"k":\#(text)}"#)
    #expect(isSame(try #require(try decode(bytes)["k"]), value))
  }

  @Test(arguments: [
    (#" { "k" : -0 } "#, Value.int(0)), (#"{"k":9223372036854775808}"#, .decimal("9223372036854775808")),
    (#"{"k":-9223372036854775809}"#, .decimal("-9223372036854775809")), (#"{"k":1,"k":2}"#, 1),
    (#"{"k":1e-400}"#, .float(0)), (#"{"k":0.1}"#, .float(0.1)),
    (#"{"k":123456789012345678901.5E-3}"#, .float(123456789012345678.9015)),
    (#"{"k":1E2}"#, .float(100)), (#"{"\u006b":"\ud83d\ude00\/"}"#, .string("\u{1F600}/")),
    (#"{"k":{"@bytes":"fF"}}"#, .bytes([255])), (#"{"k":{"@date":1,"b":2}}"#, .record(["@date": 1, "b": 2])),
    (#"{"k":{"a":1,"a":2}}"#, .record(["a": 1])), (#"{"k":null,"k":1}"#, .null),
  ]) func readsWhatOthersWrite(_ text: String, _ value: Value) throws {
    let record = try decode(Array(text.utf8))
    #expect(isSame(record["k"] ?? .null, value))
  }

  @Test(arguments: [
    ("[]", "expected a JSON object at byte 0"), ("{", "ends too early at byte 1"),
    (#"{"a"}"#, "unexpected character at byte 4"),
    (#"{"a":1,}"#, "unexpected character at byte 7"),
    (#"{"a":1}x"#, "text after the end of the JSON object at byte 7"),
    (#"{"a":"\ud800"}"#, "surrogate"), (#"{"a":"\udc00\ud800"}"#, "surrogate"), (#"{"a":"\x"}"#, "backslash"),
    ("{\"a\":\"\n\"}", "control character"), (#"{"a":1e999}"#, "beyond the range of 64-bit floats at byte 5"),
    (#"{"a":01}"#, "no JSON number"), (#"{"a":-}"#, "no JSON number"), (#"{"a":1.}"#, "no JSON number"),
    (#"{"a":1e}"#, "no JSON number"),
    (#"{"a":tru}"#, "unexpected character"),
    (#"{"a":{"@date":"1"}}"#, "content is not of its type at byte 5"),
    (#"{"a":{"@date":1}}"#, "content is not of its type"), (#"{"a":{"@uint64":"1"}}"#, "reserved"),
    (#"{"a":{"@":1}}"#, "unknown tag"), (#"{"a":{"@bytes":"0"}}"#, "content is not of its type"),
    ("{\"a\":" + String(repeating: "9", count: 39) + "}", "more than 38 digits"),
    ("{\"a\":" + String(repeating: "[", count: 100_000), "nesting deeper than 1000 levels"),
    ("{\"a\":" + String(repeating: "{\"b\":", count: 100_000), "nesting deeper than 1000 levels"),
  ]) func refuses(_ text: String, _ message: String) {
    let error = #expect(throws: StoreError.self) { try decode(Array(text.utf8)) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]]
  )
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    let text = Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)
    let error = #expect(throws: StoreError.self) { try decode(text) }
    #expect(error?.message.contains("UTF-8") == true)
  }

  @Test func refusesWhatCannotBeStored() {
    let node = Node(id: NodeID(1), labels: [], properties: [:])
    var deep = Value.list([])
    for _ in 0..<PropertyText.storableDepth { deep = .list([deep]) }
    let refused: [(Value, StoreError.Code)] = [
      (.list([.node(node)]), .invalidProperty), (.path(Path(nodes: [node], edges: [])), .invalidProperty),
      (.date(LocalDate(daysSinceEpoch: .max)), .invalidProperty),
      (.localTime(LocalTime(nanosecondsSinceMidnight: -1)), .invalidProperty),
      (.localDateTime(LocalDateTime(secondsSinceEpoch: .min, nanosecond: 0)), .invalidProperty),
      (
        .zonedTime(ZonedTime(local: LocalTime(nanosecondsSinceMidnight: 0), offsetSeconds: 64_801)),
        .invalidProperty
      ),
      (
        .zonedDateTime(
          ZonedDateTime(
            local: LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0), offsetSeconds: 0, zone: "a]\"")),
        .invalidProperty
      ),
      (deep, .limitExceeded),
    ]
    for (value, code) in refused {
      let error = #expect(throws: StoreError.self) { try PropertyText.encode(["k": value]) }
      #expect(error?.code == code)
    }
  }

  @Test func theDeepestValueSurvives() throws {
    var deep = Value.bytes([1])
    for _ in 0..<PropertyText.storableDepth { deep = .list([deep]) }
    let text = try PropertyText.encode(["k": deep])
    #expect(try PropertyText.encode(decode(text)) == text)
  }

  /// What another program wrote deeper than we would is read, and given on.
  @Test func deeperValuesOfOthersAreRead() throws {
    let brackets = (String(repeating: "[", count: 1_000), String(repeating: "]", count: 1_000))
    let record = try decode(Array("{\"k\":\(brackets.0)\(brackets.1)}".utf8))
    #expect(throws: StoreError.self) { try PropertyText.encode(record) }
    #expect(try PropertyJSON.text(record["k"] ?? .null) == brackets.0 + brackets.1)
  }

  @Test func anyRecordSurvives() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let record = storableRecord(&random)
      let text = try PropertyText.encode(record)
      let copy = try decode(text)
      #expect(isSame(.record(copy), .record(record)), "seed \(seed)")
      #expect(try PropertyText.encode(copy) == text, "seed \(seed)")
      try checkScanner(text, record, "seed \(seed)")
    }
  }

  @Test func anyBytesAreSafe() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let pieces = #"{ } [ ] " , : \ \u \ud800 @ "@date" "@bytes" 1 -1 1e999 0.5 true null "a" "k" 0 e . é"#
      .split(separator: " ")
    let scratch = Arena()
    for round in 0..<20_000 {
      var text: [UInt8]
      if round % 2 == 0 {
        text = try PropertyText.encode(storableRecord(&random))
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          text[Int.random(in: text.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if Bool.random(using: &random) { text.removeLast(Int.random(in: 0..<text.count, using: &random)) }
      } else {
        let count = Int.random(in: 0...12, using: &random)
        text = Array("{".utf8) + (0..<count).flatMap { _ in pieces.randomElement(using: &random)!.utf8 }
      }
      let decoded = try? decode(text)
      // The finder and the validator are as safe, and agree with `decode` on what it accepts.
      text.withUnsafeBufferPointer { bytes in
        let isValid = (try? PropertyText.validate(bytes, scratch: scratch)) != nil
        #expect(isValid == (decoded != nil), "seed \(seed)")
        var name = "k"
        let found = name.withUTF8 { try? PropertyText.cell(of: $0, in: bytes, arena: scratch) }
        if let decoded {
          #expect(
            isSame(found.flatMap { $0 }.map(PropertyText.value(of:)) ?? .null, decoded["k"] ?? .null),
            "seed \(seed)")
        }
      }
    }
  }

  @Test func plainStringsPointIntoTheText() throws {
    let text = Array(#"{"a":[1,"}"],"b\n":1,"k":"plain"}"#.utf8)
    try text.withUnsafeBufferPointer { bytes in
      let arena = Arena()
      var name = "k"
      let cell = try #require(try name.withUTF8 { try PropertyText.cell(of: $0, in: bytes, arena: arena) })
      #expect(cell.text == "plain")
      #expect(cell.address == UnsafeRawPointer(bytes.baseAddress! + 26))
      #expect(arena.bytesInUse == 0)
    }
  }

  // MARK: Helpers

  private func decode(_ text: [UInt8]) throws -> Record {
    try text.withUnsafeBufferPointer { bytes throws in try PropertyText.decode(bytes) }
  }

  /// Every field by the finder, and all of them by the visitor.
  private func checkScanner(_ text: [UInt8], _ record: Record, _ note: Comment) throws {
    let arena = Arena()
    try text.withUnsafeBufferPointer { bytes in
      for field in record.fields {
        var name = field.name
        let cell = try name.withUTF8 { try PropertyText.cell(of: $0, in: bytes, arena: arena) }
        #expect(isSame(cell.map(PropertyText.value(of:)) ?? .null, field.value), note)
      }
      var reader = PropertyFields(bytes, arena: arena)
      var count = 0
      while let field = try reader.next() {
        count += 1
        #expect(
          isSame(
            record[String(decoding: field.name, as: UTF8.self)] ?? .null, PropertyText.value(of: field.value)),
          note)
      }
      #expect(count == record.count, note)
    }
  }

  private func storableRecord(_ random: inout SeededGenerator) -> Record {
    let names = ["k", "a", "@date", "@", "é", "e\u{301}", "", "\u{0}\"\\", "long name with spaces in it"]
    var record = Record()
    for name in names.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)) {
      let value = hostileValue(&random, depth: 3)
      if case .null = value { continue }
      record[name] = value
    }
    return record
  }

  private func hostileValue(_ random: inout SeededGenerator, depth: Int) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &random) {
    case 0: return .int(Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random))
    case 1:
      let value = Double(bitPattern: random.next())
      return .float(value.isNaN ? .nan : value)
    case 2: return .string(hostileText(&random))
    case 3:
      return .duration(
        CalendarDuration(
          months: Int64(bitPattern: random.next()), days: Int64(bitPattern: random.next()),
          seconds: Int64(bitPattern: random.next()) / 2,
          nanoseconds: Int32.random(in: 0..<1_000_000_000, using: &random)))
    case 4:
      let days = Int64.random(
        in: LocalDate.minimum.daysSinceEpoch...LocalDate.maximum.daysSinceEpoch, using: &random)
      let local = LocalDateTime(
        secondsSinceEpoch: days * 86_400 + Int64.random(in: 0..<86_400, using: &random),
        nanosecond: Int32.random(in: 0..<1_000_000_000, using: &random))
      let offset = Int32.random(in: -64_800...64_800, using: &random)
      return [
        .date(LocalDate(daysSinceEpoch: days)), .localDateTime(local),
        .zonedDateTime(
          ZonedDateTime(local: local, offsetSeconds: offset, zone: "America/Argentina/Buenos_Aires")),
      ].randomElement(using: &random)!
    case 5:
      let coefficient =
        Int128(Int64(bitPattern: random.next())) * Int128(Int64(bitPattern: random.next()) >> 3)
      return .decimal(
        ExactDecimal(
          coefficient: coefficient % ExactDecimal.coefficientLimit,
          scale: Int32.random(in: 0...38, using: &random)))
    case 6:
      let value = Arbitrary.value(&random, depth: 0)
      switch value {
      case .node, .edge, .path: return .null
      default: return value
      }
    case 7:
      return .list(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in hostileValue(&random, depth: depth - 1) })
    default:
      let count = Int.random(in: 0...40, using: &random) / 13
      return .record(
        Record((0..<count).map { _ in (hostileText(&random), hostileValue(&random, depth: depth - 1)) }))
    }
  }

  private func hostileText(_ random: inout SeededGenerator) -> String {
    var text = ["", "@", "@@", "@date", ""].randomElement(using: &random)!
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The same value of the same type: finer than equivalence.
  private func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.float(let a), .float(let b)): a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
    case (.decimal(let a), .decimal(let b)): a.coefficient == b.coefficient && a.scale == b.scale
    case (.int(let a), .int(let b)): a == b
    case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
    case (.record(let a), .record(let b)):
      a.count == b.count
        && zip(a.fields, b.fields).allSatisfy {
          $0.name.utf8.elementsEqual($1.name.utf8) && isSame($0.value, $1.value)
        }
    case (.zonedTime(let a), .zonedTime(let b)): a == b
    case (.zonedDateTime(let a), .zonedDateTime(let b)): a == b
    case (.int, _), (_, .int), (.float, _), (_, .float), (.decimal, _), (_, .decimal): false
    default: a == b
    }
  }
}
