import GraphStore

extension Cell {
  /// A number for where a string lies and how long it is: strings of one number are the same while what they lie in stays as it is. Nil for what is
  /// compared otherwise: anything but strings, empty ones, which lie nowhere, and long ones.
  @inline(__always)
  var stringPlace: UInt64? {
    let addressBits: UInt64 = 48
    guard tag == .string, length > 0, length < 1 << 16, payload >> addressBits == 0 else { return nil }
    return payload | UInt64(length) << addressBits
  }

  /// After so many rows of a batch it is seen whether places come again in it.
  static let placeSample = 256
  /// Rows of a batch that make it worth while to look at places.
  static let fewestPlacedRows = 128
}
