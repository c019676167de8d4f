import GQL
import GraphStore
import TestSupport

/// How much of two results must be equal.
struct Determinacy: Sendable {
  /// The rows come in a fixed order.
  var isOrdered = false
  /// Columns that hold lists in no fixed order.
  var bags: Set<Int> = []
}

/// What came of running one query twice, by two ways.
enum Outcome {
  case agree
  /// Cannot be judged: a gap of the oracle, or too much for it.
  case skipped(String)
  case differ(String)

  var isDifference: Bool { if case .differ = self { true } else { false } }
}

enum Comparison {
  /// Both results, or both errors with one status.
  static func compare(
    _ expected: () throws -> Subject.Answer, _ actual: () throws -> Subject.Answer, _ determinacy: Determinacy,
    allowsErrors: Bool = true
  ) -> Outcome {
    let expectation = result(expected)
    if case .gap(let reason) = expectation { return .skipped(reason) }
    let found = result(actual)
    switch (expectation, found) {
    case (.answer(let a), .answer(let b)):
      return isSame(a, b, determinacy)
        ? .agree : .differ("expected\n\(text(a, determinacy))\nfound\n\(text(b, determinacy))")
    case (.failure(let a), .failure(let b)) where !allowsErrors: return .differ("errors \(a) and \(b)")
    case (.failure(let a), .failure(let b)):
      return a == b ? .agree : .differ("expected error \(a), found error \(b)")
    case (.answer(let a), .failure(let b)):
      return .differ("expected\n\(text(a, determinacy))\nfound error \(b)")
    case (.failure(let a), .answer(let b)):
      return .differ("expected error \(a), found\n\(text(b, determinacy))")
    case (_, .gap(let reason)), (.gap(let reason), _): return .skipped(reason)
    }
  }

  private enum Run {
    case answer(Subject.Answer)
    case failure(String)
    case gap(String)
  }

  private static func result(_ body: () throws -> Subject.Answer) -> Run {
    do {
      return .answer(try body())
    } catch let error as QueryError {
      return .failure(error.status.code)
    } catch OracleError.status(let status, _) {
      return .failure(status.code)
    } catch {
      return .gap("\(error)")
    }
  }

  static func isSame(_ a: Subject.Answer, _ b: Subject.Answer, _ determinacy: Determinacy) -> Bool {
    guard a.columns == b.columns, a.rows.count == b.rows.count else { return false }
    return zip(canonical(a.rows, determinacy), canonical(b.rows, determinacy)).allSatisfy { x, y in
      // The texts tell 1 from 1.0, which are equivalent, and show the contents of elements.
      OracleRelations.equivalent(x, y) && zip(x, y).allSatisfy { $0.description == $1.description }
    }
  }

  static func canonical(_ rows: [[Value]], _ determinacy: Determinacy) -> [[Value]] {
    let sorted = rows.map { row in
      row.enumerated().map { position, value -> Value in
        guard determinacy.bags.contains(position), case .list(let items) = value else { return value }
        return .list(items.sorted { OracleRelations.order($0, $1) < 0 })
      }
    }
    guard !determinacy.isOrdered else { return sorted }
    // Equivalent values that read differently still need one order.
    return sorted.map { (row: $0, text: text($0)) }.sorted { a, b in
      let order = OracleRelations.order(a.row, b.row)
      return order == 0 ? a.text < b.text : order < 0
    }.map(\.row)
  }

  private static func text(_ row: [Value]) -> String { row.map(\.description).joined(separator: " | ") }

  static func text(_ answer: Subject.Answer, _ determinacy: Determinacy) -> String {
    let rows = canonical(answer.rows, determinacy)
    let shown = rows.prefix(20).map { "  " + text($0) }
    let rest = rows.count > 20 ? ["  ... \(rows.count) rows"] : []
    return (["  " + answer.columns.joined(separator: " | ")] + shown + rest).joined(separator: "\n")
  }
}
