import Synchronization

/// Memory for property texts and for the contents of cells decoded from them, shared by a loaded snapshot and all
/// snapshots advanced from it: cells stay valid from one to the next. Given back with the last of them.
///
/// Safe to use from several threads at once.
final class TextPool: @unchecked Sendable {
  private static let firstChunkBytes = 4_096
  private static let largestChunkBytes = 4 << 20

  /// Never 0, and no other pool's.
  let number = TextPool.numbers.add(1, ordering: .relaxed).newValue
  private static let numbers = Atomic<UInt64>(0)

  private let lock = Mutex(())
  private var chunks: [UnsafeMutableRawPointer] = []
  private var arenas: [Arena] = []
  private var next: UnsafeMutableRawPointer?
  private var free = 0
  private var chunkBytes = 0
  private var arenaBytes = 0
  private var blocks: [SharedBlock] = []
  private var blockBytes = 0

  deinit { for chunk in chunks { chunk.deallocate() } }

  /// Bytes allocated, in use or not.
  var byteCount: Int { lock.withLock { _ in chunkBytes + arenaBytes + blockBytes } }
  /// Of these, what a lineage gathers with every change.
  var growingByteCount: Int { lock.withLock { _ in chunkBytes + arenaBytes } }

  /// The address of a copy that lives as long as the pool.
  func copy(_ text: UnsafeBufferPointer<UInt8>) -> UInt {
    guard let start = text.baseAddress, text.count > 0 else { return 0 }
    return lock.withLock { _ in
      if text.count > free { addChunk(atLeast: text.count) }
      guard let target = next else { preconditionFailure("a chunk was just added") }
      target.copyMemory(from: start, byteCount: text.count)
      next = target + text.count
      free -= text.count
      return UInt(bitPattern: target)
    }
  }

  private func addChunk(atLeast count: Int) {
    let size = max(count, min(TextPool.firstChunkBytes << min(chunks.count, 16), TextPool.largestChunkBytes))
    let chunk = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    chunks.append(chunk)
    next = chunk
    free = size
    chunkBytes += size
  }

  /// Keeps what cells were decoded into. Nobody allocates from the arena any more.
  func keep(_ arena: Arena) {
    guard arena.bytesInUse > 0 else { return }
    lock.withLock { _ in
      arenas.append(arena)
      arenaBytes += arena.bytesInUse
    }
  }
}

extension TextPool {
  /// Keeps what cells point to.
  func keep(_ block: SharedBlock) {
    lock.withLock { _ in
      blocks.append(block)
      blockBytes += block.byteCount
    }
  }
}

/// One block of memory that persistent structures share.
final class SharedBlock: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    base = .allocate(byteCount: max(16, byteCount), alignment: 16)
  }

  deinit { base.deallocate() }
}
