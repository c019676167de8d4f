import GraphStore

/// A value as the whole content of a cell, for people: like `Value.description`, but without what only a
/// literal needs. Nothing in the text is obeyed by a terminal.
package enum CellText {
  /// A string stands without quotes, temporal values without the word before them, a decimal without its
  /// suffix; null is `nullText`.
  package static func of(_ value: Value, nullText: String) -> String {
    switch value {
    case .null: VisibleText.escaped(nullText)
    case .string(let text): VisibleText.escaped(text)
    case .decimal(let number): number.text
    case .date(let date): date.isoText
    case .localTime(let time): time.isoText
    case .zonedTime(let time): time.isoText
    case .localDateTime(let dateTime): dateTime.isoText
    case .zonedDateTime(let dateTime): VisibleText.escaped(dateTime.isoText)
    case .duration(let duration): duration.isoText
    case .bool, .int, .float, .bytes, .list, .record, .node, .edge, .path:
      VisibleText.escaped(value.description)
    }
  }
}
