/// Statements that other programs might run on nodes and edges, in all the ways that change rows.
public enum ForeignSQL {
  public static func random(_ random: inout SeededGenerator) -> String {
    let isNode = Bool.random(using: &random)
    let table = isNode ? "node" : "edge"
    let id = Int.random(in: 1...14, using: &random)
    let other = Int.random(in: 1...18, using: &random)
    let text = "'{\"p\":\(Int.random(in: 0..<99, using: &random))}'"
    let columns = isNode ? "properties" : "type, source, target, properties"
    let values = isNode ? text : "\(id % 2 + 1), \(id), \(other), \(text)"
    let policy = ["", "OR REPLACE ", "OR IGNORE ", "OR ABORT ", "OR FAIL "].randomElement(using: &random)!
    return switch Int.random(in: 0..<13, using: &random) {
    case 0, 1: "INSERT INTO \(table) (\(columns)) VALUES (\(values)), (\(values))"
    case 2: "INSERT \(policy)INTO \(table) (id, \(columns)) VALUES (\(id), \(values))"
    case 3: "INSERT \(policy)INTO \(table) (id, \(columns)) VALUES (\(other), \(values)), (\(id), \(values))"
    case 4:
      "INSERT INTO \(table) (id, \(columns)) VALUES (\(id), \(values)) ON CONFLICT (id) DO UPDATE SET properties = \(text)"
    case 5:
      "INSERT INTO \(table) (id, \(columns)) VALUES (\(id), \(values)) ON CONFLICT (id) DO UPDATE SET id = \(other + 5)"
    case 6: "UPDATE \(policy)\(table) SET properties = \(text) WHERE id BETWEEN \(id) AND \(other)"
    case 7: "UPDATE \(policy)\(table) SET id = \(other) WHERE id = \(id)"
    case 8: "UPDATE \(policy)\(table) SET id = id + \(other) WHERE id >= \(id)"
    case 9: "DELETE FROM \(table) WHERE id = \(id)"
    case 10: "DELETE FROM \(table) WHERE id = (SELECT max(id) FROM \(table))"
    case 11:
      isNode
        ? "INSERT \(policy)INTO nodes (id, labels) VALUES (\(id), '[\"L\(other % 4)\"]')"
        : "UPDATE \(policy)edges SET type = 'T\(other % 3)', id = \(other) WHERE id = \(id)"
    default: id == 1 ? "DELETE FROM \(table)" : "UPDATE \(table)s SET properties = \(text) WHERE id = \(id)"
    }
  }
}
