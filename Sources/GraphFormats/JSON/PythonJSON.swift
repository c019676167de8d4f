/// The numbers that Python writes into JSON although JSON has none such: `NaN`, `Infinity` and `-Infinity`.
enum PythonJSON {
  private static let words = ["-Infinity", "Infinity", "NaN"].map { (plain: Array($0.utf8), tagged: Array(#"{"@float":"\#($0)"}"#.utf8)) }

  /// With those as our files have them. O(bytes).
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "N")) || bytes.contains(UInt8(ascii: "I")) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isInString = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isInString, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        result += bytes[index...index + 1]
        index += 2
        continue
      }
      if byte == UInt8(ascii: "\"") { isInString.toggle() }
      if !isInString, let word = words.first(where: { bytes[index...].starts(with: $0.plain) }) {
        result += word.tagged
        index += word.plain.count
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }
}
