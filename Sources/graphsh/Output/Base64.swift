/// RFC 4648, section 4.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).reduce(UInt32(0)) {
        $0 << 8 | (start + $1 < bytes.count ? UInt32(bytes[start + $1]) : 0)
      }
      for position in 0..<4 {
        let isPadding = start + position > bytes.count
        text.append(isPadding ? UInt8(ascii: "=") : digits[Int(group >> UInt32(18 - 6 * position) & 63)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
