#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension String {
  /// Names compare by their bytes, not by what they look like.
  package func isSameName(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { others in
        mine.count == 0 || memcmp(mine.baseAddress!, others.baseAddress!, mine.count) == 0
      }
    }
    return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
  }

  /// By code points, in whose order their UTF-8 is too. Swift compares what texts look like.
  package func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension Sequence<String> {
  /// See `precedes`.
  package var inCodePointOrder: [String] { sorted { $0.precedes($1) } }
}
