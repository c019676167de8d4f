import GraphStore

extension QueryResult {
  /// All rows, each decoded by column name.
  ///
  /// - Throws: `QueryError` with status `22G03` that names the row and the column that do not fit.
  public func decoded<Element: Decodable>(as type: Element.Type) throws(QueryError) -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for (index, row) in enumerated() {
      do {
        elements.append(try row.decoded(as: type))
      } catch {
        var diagnostic = error.diagnostics[0]
        diagnostic.message = "row \(index + 1): " + diagnostic.message
        throw QueryError([diagnostic])
      }
    }
    return elements
  }
}

extension Row {
  /// The row as a keyed value, a key for each column.
  public func decoded<Element: Decodable>(as type: Element.Type) throws(QueryError) -> Element {
    let fields = zip(columns, values).map { (name: $0.name, value: $1) }
    return try ValueDecoder.decode(type, from: .record(Record(fields)), path: [])
  }

  /// The value of a column as `type`: a Swift type, one of the library's values, or anything `Decodable`. A null is nil
  /// where `type` is optional, else an error.
  ///
  /// - Throws: `QueryError` with status `42002` when there is no such column, `22G03` when the value does not fit.
  public subscript<Element: Decodable>(name: String, as type: Element.Type) -> Element {
    get throws(QueryError) {
      guard let value = self[name] else {
        throw QueryError(
          .invalidReference, "the result has no column `\(name)`",
          hints: Suggestion.hints(for: name, among: columns.map(\.name)))
      }
      return try ValueDecoder.decode(type, from: value, path: [name])
    }
  }

  /// As by name, by position from 0.
  public subscript<Element: Decodable>(position: Int, as type: Element.Type) -> Element {
    get throws(QueryError) {
      try ValueDecoder.decode(type, from: values[position], path: [columns[position].name])
    }
  }
}

extension ValueDecoder {
  /// `value` as `type`; what does not fit is an error with status `22G03`.
  static func decode<Element: Decodable>(
    _ type: Element.Type, from value: Value, path: [String]
  ) throws(QueryError) -> Element {
    do {
      return try ValueDecoder(value, path: path.map { ValueKey($0) }).decode(type)
    } catch let error as DecodingError {
      throw QueryError(.invalidValueType, message(of: error))
    } catch {
      throw QueryError(.invalidValueType, "\(type) cannot be read: \(error)")
    }
  }

  private static func message(of error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return place(context.codingPath) + context.debugDescription
    case .keyNotFound(let key, let context):
      return place(context.codingPath) + "there is no `\(key.stringValue)`"
    @unknown default:
      return "\(error)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "" : "`\(path.map(\.stringValue).joined(separator: "."))`: "
  }
}
