import GraphStore

extension GraphFormat {
  /// Of a file that is there: by the end of its name; JSON by how it begins. Nil: keyed JSON Lines, or unknown.
  public static func detected(at path: String) -> GraphFormat? {
    let named = GraphFormat(path: path)
    let name = path.lowercased()
    let isJSON = name.hasSuffix(".json") || name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") || name.hasSuffix(".ijson")
    guard isJSON, named?.name == nil || named?.name == "nodelink", let input = try? ByteInput(path) else { return named }
    guard let line = try? input.startOfLine(1 << 20) else { return named }
    let text = String(decoding: line, as: UTF8.self)
    if text.contains("\"schema\""), text.contains("\"properties\"") { return .followTheMoney }
    if text.contains("\"type\""), text.contains("\"node\"") || text.contains("\"relationship\"") { return nil }
    return name.hasSuffix(".json") ? .nodeLink : nil
  }
}
