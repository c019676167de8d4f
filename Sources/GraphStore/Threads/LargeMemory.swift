#if canImport(Glibc)
  import Glibc
#endif

/// Memory that is read here and there.
package enum LargeMemory {
  /// From here on it is worth while.
  private static let leastBytes = 4 << 20
  private static let hugePage = 2 << 20

  /// Asks for pages of 2 MiB, before the memory is first written to: a table of tens of megabytes then needs no more entries of the TLB than it gets, and
  /// has few page faults. Where the system has none, nothing happens (madvise(2), MADV_HUGEPAGE).
  @inline(never)
  package static func advise(_ start: UnsafeMutableRawPointer, byteCount: Int) {
    #if canImport(Glibc)
      guard byteCount >= leastBytes else { return }
      let first = (Int(bitPattern: start) + hugePage - 1) & -hugePage
      let end = (Int(bitPattern: start) + byteCount) & -hugePage
      guard end > first, let whole = UnsafeMutableRawPointer(bitPattern: first) else { return }
      _ = madvise(whole, end - first, MADV_HUGEPAGE)
    #endif
  }
}
