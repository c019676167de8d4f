/// A growable buffer of ordinals or row numbers, reused from batch to batch; begins small. Belongs to one worker.
///
/// Inlined into its users, and without the run-time check of exclusive access: it stands in the innermost loops.
public final class OrdinalBuffer: @unchecked Sendable {
  @usableFromInline @exclusivity(unchecked) var storage: UnsafeMutablePointer<UInt32>
  @usableFromInline @exclusivity(unchecked) var room: Int
  @exclusivity(unchecked) public final var count = 0

  public init(capacity: Int = 16) {
    room = max(1, capacity)
    storage = .allocate(capacity: max(1, capacity))
  }

  deinit { storage.deallocate() }

  @inlinable public var base: UnsafeMutablePointer<UInt32> { storage }
  @inlinable public var capacity: Int { room }

  @inlinable public var elements: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: storage, count: count) }

  /// Makes room for `extra` more elements.
  @inlinable public func reserve(_ extra: Int) { if count + extra > room { grow(extra) } }

  @usableFromInline @inline(never) func grow(_ extra: Int) {
    let larger = max(room * 2, count + extra)
    let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
    copy.update(from: storage, count: count)
    storage.deallocate()
    storage = copy
    room = larger
  }

  @inlinable public func append(_ element: UInt32) {
    reserve(1)
    storage[count] = element
    count += 1
  }

  @inlinable public func removeAll() { count = 0 }
}
