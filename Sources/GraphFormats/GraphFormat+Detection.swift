import GraphStore

extension GraphFormat {
  /// Of a file that is there: by the end of its name; JSON by how it begins. Nil: keyed JSON Lines, or unknown.
  public static func detected(at path: String) -> GraphFormat? {
    let named = GraphFormat(path: path)
    let name = path.lowercased()
    guard isNamedJSON(path), named?.name == nil || named?.name == "nodelink", let input = try? ByteInput(path) else { return named }
    guard let line = try? input.startOfLine(1 << 20) else { return named }
    let text = String(decoding: line, as: UTF8.self)
    if text.contains("\"schema\""), text.contains("\"properties\"") { return .followTheMoney }
    if text.contains("\"type\""), text.contains("\"node\"") || text.contains("\"relationship\"") { return nil }
    return name.hasSuffix(".json") ? .nodeLink : nil
  }

  private static func isNamedJSON(_ path: String) -> Bool {
    let name = path.lowercased()
    return [".json", ".jsonl", ".ndjson", ".ijson"].contains { name.hasSuffix($0) }
  }

  /// Of a file whose name ends in `.something` that says nothing, and that does not begin as keyed JSON Lines do.
  public static func isOfUnknownFormat(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    guard name.dropFirst().contains("."), !isNamedJSON(path), GraphFormat(path: path) == nil, let input = try? ByteInput(path), input.byteCount > 0 else { return false }
    while let byte = try? input.next() {
      if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) { return byte != UInt8(ascii: "{") }
    }
    return false
  }
}
