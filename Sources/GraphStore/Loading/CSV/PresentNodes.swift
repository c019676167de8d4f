/// The nodes that a graph has before a load, by what edges of a file may call them: the value of a property, a text or an integer, or one of a list of texts.
///
/// They have the numbers from 1 on, in the order of their ids. Holds 8 bytes a node and what `ExternalIDs` holds of each value; O(nodes) to make.
final class PresentNodes: @unchecked Sendable {
  /// Row ids, by number less 1.
  let ids: [Int64]
  /// A table for each property, the first of which counts, by the label that the nodes have; "" = any.
  private let tables: [String: [ExternalIDs]]

  static let none = PresentNodes()

  private init() { (ids, tables) = ([], [:]) }

  /// - Parameter properties: what names nodes; of several nodes with one `key` the first is meant, as in `KeyedImport`.
  /// - Parameter labels: by which nodes may be asked for. Others than those of the graph are left out.
  /// - Throws: `limitExceeded` for more nodes than can be numbered.
  init(_ reader: any GraphReader, by properties: [String], labels: Set<String>) throws(StoreError) {
    let all = OrdinalBuffer()
    reader.scanNodes(in: 0..<reader.nodeLimit, labelSets: nil, into: all)
    ids = all.elements.map { reader.nodeID($0).rawValue }
    var tables = ["": PresentNodes.tables(reader, all, properties, of: nil)]
    for label in labels where !label.isEmpty {
      guard let name = reader.names.id(of: label) else { continue }
      tables[label] = PresentNodes.tables(reader, all, properties, of: reader.labelSets.map { $0.contains(name) })
    }
    self.tables = tables
    if let fault = reader.loadFault { throw fault }
  }

  private static func tables(
    _ reader: any GraphReader, _ nodes: OrdinalBuffer, _ properties: [String], of labelSets: [Bool]?
  ) -> [ExternalIDs] {
    let batchSize = 4_096
    let column = Column(.cell)
    let sets = UnsafeMutablePointer<UInt32>.allocate(capacity: batchSize)
    defer { sets.deallocate() }
    return properties.map { property in
      let table = ExternalIDs()
      for start in stride(from: 0, to: nodes.count, by: batchSize) {
        let batch = UnsafeBufferPointer(rebasing: nodes.elements[start..<min(start + batchSize, nodes.count)])
        reader.properties(property, of: .node, batch, validity: nil, into: column)
        reader.labelSetIDs(of: batch, into: sets)
        for row in batch.indices where labelSets?[Int(sets[row])] ?? true {
          note(column.cell(at: row), UInt32(start + row + 1), in: table, isFirstMeant: property == "key")
        }
      }
      return table
    }
  }

  private static func note(_ value: Cell, _ number: UInt32, in table: ExternalIDs, isFirstMeant: Bool) {
    switch value.tag {
    case .string: note(value.utf8, number, in: table, isFirstMeant)
    case .int:
      var digits = String(value.int)
      digits.withUTF8 { note($0, number, in: table, isFirstMeant) }
    case .list: for item in value.items where item.tag == .string { note(item, number, in: table, isFirstMeant: isFirstMeant) }
    case .null, .bool, .float, .decimal, .bytes, .date, .localTime, .zonedTime, .localDateTime, .zonedDateTime, .duration, .record, .node, .edge, .path: break
    }
  }

  private static func note(_ id: UnsafeBufferPointer<UInt8>, _ number: UInt32, in table: ExternalIDs, _ isFirstMeant: Bool) {
    if table.insert(id, number) != 0, !isFirstMeant { table.replace(id, with: ExternalIDs.ambiguous) }
  }

  var isEmpty: Bool { ids.isEmpty }
  /// Whether nodes with this label can be asked for.
  func knows(label: String) -> Bool { tables[label] != nil }

  /// By the properties one after the other, among the nodes with the label; among all where the graph has no such label.
  /// - Returns: 0 when there is none, `ExternalIDs.ambiguous` when there are several.
  func number(of id: UnsafeBufferPointer<UInt8>, label: String) -> UInt32 {
    for table in tables[label] ?? tables[""] ?? [] {
      let number = table.number(of: id)
      if number != 0 { return number }
    }
    return 0
  }
}

/// The row ids of the nodes that edges of a load end at, by the numbers that the parser gives: first those that were there, then new ones.
struct NodeNumbers {
  let present: [Int64]
  /// The id of the first new node.
  let firstNew: Int64

  @inline(__always)
  func id(_ number: UInt32) -> Int64 {
    let index = Int(number) - 1
    return index < present.count ? present[index] : firstNew + Int64(index - present.count)
  }
}
