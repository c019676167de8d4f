import CSQLite

/// Asks one index of properties through one connection.
struct PropertyLookup {
  private let index: PropertyIndex
  private let connection: Connection
  /// Keys whose value may be sought in several places of the index; by the others is not sought.
  private static let soughtKeys = 3
  /// Combinations of places of several keys; keys that would make more are not sought either.
  private static let soughtPlaces = 32

  /// Nil when the file has no such index, or another under its name.
  init?(_ index: PropertyIndex, on connection: Connection) throws(StoreError) {
    let statement = try connection.statement("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?")
    for (name, ddl) in [(index.name, index.ddl), ("\(index.table) escaped", index.escapedDDL)] {
      try statement.bind(1, name)
      defer { statement.reset() }
      guard try statement.step(), statement.utf8(0).elementsEqual(ddl.utf8) else { return nil }
    }
    self.index = index
    self.connection = connection
  }

  /// One that has been looked at before.
  init(trusting index: PropertyIndex, on connection: Connection) {
    self.index = index
    self.connection = connection
  }

  // MARK: Where a value may be

  /// A part of an index: the condition on one key and what it is compared with.
  enum Place {
    case text([UInt8])
    case int(Int64)
    case floats(Double, Double)
    /// Texts from the first up to, not with, the second.
    case texts([UInt8], [UInt8]?)
    /// Numbers and truth values from, or up to, a limit; nil = all.
    case numbers(Double?, Double?)

    fileprivate func condition(_ value: String) -> String {
      switch self {
      case .text, .int: "\(value) = ?"
      case .floats: "\(value) BETWEEN ? AND ?"
      case .texts(_, nil): "\(value) >= ? AND \(value) < x''"
      case .texts: "\(value) >= ? AND \(value) < ?"
      // Every number is before every text.
      case .numbers(nil, nil): "\(value) < ''"
      case .numbers(_?, nil): "\(value) >= ? AND \(value) < ''"
      case .numbers(nil, _?): "\(value) <= ?"
      case .numbers: "\(value) BETWEEN ? AND ?"
      }
    }

    fileprivate func bind(to statement: Statement, at parameter: inout Int32) throws(StoreError) {
      func next() -> Int32 {
        parameter += 1
        return parameter
      }
      switch self {
      case .text(let bytes): try statement.bind(next(), copying: bytes)
      case .int(let number): statement.bind(next(), number)
      case .floats(let low, let high):
        statement.bind(next(), float: low)
        statement.bind(next(), float: high)
      case .texts(let low, let high):
        try statement.bind(next(), copying: low)
        if let high { try statement.bind(next(), copying: high) }
      case .numbers(let low, let high):
        if let low { statement.bind(next(), float: low) }
        if let high { statement.bind(next(), float: high) }
      }
    }

    /// Decimals, NaN, the infinities, temporal values and other tagged objects.
    static let tagged = Place.texts(Array("{\"@".utf8), Array("{\"A".utf8))
  }

  /// Where values equal to this one may be.
  static func places(equal value: Cell) -> [Place] {
    switch value.tag {
    case .null: return []
    case .bool: return [.int(value.bool ? 1 : 0)]
    case .string: return [.text(Array(value.utf8))]
    case .int, .float, .decimal:
      let number = number(value) ?? .nan
      if number.isNaN || number.isInfinite { return [.tagged, .numbers(nil, nil)] }
      if number.rounded() == number, abs(number) < 0x1p53 { return [.int(Int64(number)), .tagged] }
      let (low, high) = margin(number)
      return [.floats(low, high), .tagged]
    case .list: return [.texts([UInt8(ascii: "[")], [UInt8(ascii: "\\")])]
    case .date, .localDateTime, .zonedDateTime: return DatePlaces(from: value, to: value)?.places ?? []
    case .bytes, .localTime, .zonedTime, .duration, .record:
      return [.texts([UInt8(ascii: "{")], [UInt8(ascii: "|")])]
    case .node, .edge, .path: return []
    }
  }

  /// The nearest float.
  static func number(_ value: Cell) -> Double? {
    switch value.tag {
    case .int: Double(value.int)
    case .float: value.float
    case .decimal: value.decimal.double
    case .null, .bool, .string, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .list, .record,
      .node, .edge, .path:
      nil
    }
  }

  /// SQLite reads fractions right up to the last bits.
  static func margin(_ number: Double) -> (Double, Double) {
    let slack = max(abs(number) * 1e-13, 5e-300)
    return (number - slack, number + slack)
  }

  // MARK: Asking

  func ids(equal values: [Cell]) throws(StoreError) -> [Int64] {
    var ids: [Int64] = []
    var places: [[Place]] = []
    var count = 1
    for value in values.prefix(PropertyLookup.soughtKeys) {
      let choices = PropertyLookup.places(equal: value)
      count *= choices.count
      if !places.isEmpty, count > PropertyLookup.soughtPlaces { break }
      places.append(choices)
    }
    try ask(places, into: &ids)
    return ids
  }

  /// Rows whose first key is in one of the places. Nil when there are more than `limit`.
  func ids(in places: [Place], atMost limit: Int) throws(StoreError) -> [Int64]? {
    var ids: [Int64] = []
    return try ask([places], into: &ids, limit: limit) ? ids : nil
  }

  /// Every combination of places. False when the limit was passed.
  @discardableResult
  private func ask(_ places: [[Place]], into ids: inout [Int64], limit: Int = .max) throws(StoreError) -> Bool {
    var combinations: [[Place]] = [[]]
    for choices in places { combinations = combinations.flatMap { known in choices.map { known + [$0] } } }
    for combination in combinations {
      let conditions = zip(index.keys, combination).map { key, place in place.condition(PropertyIndex.value(key)) }
      let statement = try connection.statement(
        "SELECT id FROM \(index.table) INDEXED BY \(index.quotedName) WHERE \(conditions.joined(separator: " AND "))")
      var parameter: Int32 = 0
      for place in combination { try place.bind(to: statement, at: &parameter) }
      guard try read(statement, into: &ids, limit) else { return false }
    }
    let escaped = try connection.statement(
      "SELECT id FROM \(index.table) INDEXED BY \(index.quotedEscapedName) WHERE \(PropertyIndex.isEscaped)")
    return try read(escaped, into: &ids, limit)
  }

  private func read(_ statement: Statement, into ids: inout [Int64], _ limit: Int) throws(StoreError) -> Bool {
    defer { statement.reset() }
    while try statement.step() {
      if ids.count >= limit { return false }
      ids.append(statement.int(0))
    }
    return true
  }
}

extension Statement {
  func bind(_ parameter: Int32, float value: Double) { sqlite3_bind_double(rawHandle, parameter, value) }
}
