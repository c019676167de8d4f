/// Constraints and indexes as the statements that make them.
extension ConstraintDefinition {
  public var statement: String {
    let keys = DefinitionText.keys(keys)
    let wanted: String
    switch rule {
    case .unique: wanted = "(\(keys)) IS UNIQUE"
    case .key: wanted = "(\(keys)) IS KEY"
    case .notNull: wanted = "\(keys) IS NOT NULL"
    case .typed(let type): wanted = "\(keys) IS :: \(type)"
    }
    return "CREATE CONSTRAINT \(ValueText.name(name)) FOR \(DefinitionText.target(element, [label])) REQUIRE \(wanted)"
  }
}

extension IndexDefinition {
  public var statement: String {
    let target = DefinitionText.target(element, labels)
    let keys = DefinitionText.keys(keys)
    switch kind {
    case .plain: return "CREATE INDEX \(ValueText.name(name)) FOR \(target) ON (\(keys))"
    case .text: return "CREATE FULLTEXT INDEX \(ValueText.name(name)) FOR \(target) ON EACH [\(keys)]"
    }
  }
}

private enum DefinitionText {
  static func target(_ element: ElementKind, _ labels: [String]) -> String {
    let labels = labels.map(ValueText.name).joined(separator: "|")
    return element == .node ? "(x:\(labels))" : "()-[x:\(labels)]-()"
  }

  static func keys(_ keys: [String]) -> String { keys.map { "x.\(ValueText.name($0))" }.joined(separator: ", ") }
}
