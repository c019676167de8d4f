import GraphStore
import TestSupport

@testable import GQL

/// Runs functions on values as the executor does: by way of cells.
enum FunctionHarness {
  static let ann = Node(
    id: NodeID(17), labels: ["Minister", "Person"], properties: ["name": "Ann", "born": 1970])
  static let harbour = Node(id: NodeID(3), labels: ["Thing"], properties: [:])
  static let backs = Edge(
    id: EdgeID(4), type: "BACKS", source: NodeID(17), target: NodeID(3), properties: ["since": 2020])
  static let path = Path(nodes: [ann, harbour], edges: [backs])
  static let graph = FixedGraph(nodes: [harbour, ann], edges: [backs])

  /// 2024-05-06T07:08:09.5 in Berlin.
  static func context(zone: String? = "Europe/Berlin") -> FunctionContext {
    let local =
      LocalDateTime(iso: "2024-05-06T07:08:09.5") ?? LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0)
    return FunctionContext(
      arena: Arena(), reader: graph,
      now: ZonedDateTime(local: local, offsetSeconds: zone == nil ? 0 : 7200, zone: zone))
  }

  static func call(_ name: String, _ arguments: [Value], zone: String? = "Europe/Berlin") throws(ValueError)
    -> Value
  {
    guard let function = FunctionRegistry.scalar(name) else {
      throw ValueError(.invalidType, "no function \(name)")
    }
    let context = context(zone: zone)
    var cells: [Cell] = []
    for argument in arguments {
      guard let cell = context.arena.cell(for: argument, reader: graph) else {
        throw ValueError(.referentDeleted, "element")
      }
      cells.append(cell)
    }
    let buffer = UnsafeMutableBufferPointer<Cell>.allocate(capacity: cells.count)
    defer { buffer.deallocate() }
    _ = buffer.initialize(from: cells)
    return Value(try function.evaluate(UnsafeBufferPointer(buffer), context), reader: graph)
  }

  static func cast(_ value: Value, to target: CastTarget) throws(ValueError) -> Value {
    let context = context()
    guard let cell = context.arena.cell(for: value, reader: graph) else {
      throw ValueError(.referentDeleted, "element")
    }
    return Value(try Cast.cast(cell, to: target, context), reader: graph)
  }

  static func decimal(_ text: String) -> Value { ExactDecimal(text: text).map { .decimal($0) } ?? .null }
  static func date(_ text: String) -> Value { LocalDate(iso: text).map { .date($0) } ?? .null }
  static func duration(_ text: String) -> Value { CalendarDuration(iso: text).map { .duration($0) } ?? .null }
  static func zoned(_ text: String) -> Value { ZonedDateTime(iso: text).map { .zonedDateTime($0) } ?? .null }
  static func local(_ text: String) -> Value { LocalDateTime(iso: text).map { .localDateTime($0) } ?? .null }
}
