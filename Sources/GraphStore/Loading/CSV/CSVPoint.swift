/// A point as Neo4j's import tool writes it, `{latitude:55.6, longitude:13.0, crs:WGS-84}` or `{x:1, y:2, z:3}`: a record with the same names, whose
/// numbers are floats. We have no type of points; what is the distance between two is for a query to say.
enum CSVPoint {
  private static let coordinates: Set<String> = ["x", "y", "z", "latitude", "longitude", "height"]

  /// - Parameter coordinateSystem: for points that do not name theirs.
  /// - Returns: false for anything else, with nothing written.
  static func write(_ bytes: UnsafeBufferPointer<UInt8>, _ coordinateSystem: String?, to text: ByteBuffer) -> Bool {
    guard let whole = String(validating: bytes, as: UTF8.self), whole.first == "{", whole.last == "}" else { return false }
    var fields: [(name: String, value: Value)] = []
    for part in whole.dropFirst().dropLast().split(separator: ",") {
      let pair = part.split(separator: ":", maxSplits: 1).map { $0.filter { !" \t'\"".contains($0) } }
      guard pair.count == 2, !fields.contains(where: { $0.name == pair[0] }) else { return false }
      switch pair[0] {
      case let name where coordinates.contains(name):
        guard let number = Double(pair[1]), number.isFinite else { return false }
        fields.append((name, .float(number)))
      case "crs": fields.append(("crs", .string(pair[1])))
      case "srid":
        guard let number = Int64(pair[1]) else { return false }
        fields.append(("srid", .int(number)))
      default: return false
      }
    }
    let names = Set(fields.map(\.name))
    guard names.isSuperset(of: ["x", "y"]) || names.isSuperset(of: ["latitude", "longitude"]) else { return false }
    if let coordinateSystem, !names.contains("crs"), !names.contains("srid") { fields.append(("crs", .string(coordinateSystem))) }
    guard let record = try? PropertyText.encode(Record(fields)) else { return false }
    record.withUnsafeBufferPointer { text.append($0) }
    return true
  }
}
