/// The character of an option such as `--delimiter`.
enum DelimiterOption {
  static func character(_ text: String, _ option: String) throws(ShellError) -> UInt8 {
    if text.lowercased() == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    let bytes = Array(text.utf8)
    guard bytes.count == 1, bytes[0] < 0x80, ![0x22, 0x0A, 0x0D].contains(bytes[0]) else {
      throw .usage("`\(option)` is one ASCII character that is neither a quote nor a line end")
    }
    return bytes[0]
  }
}
