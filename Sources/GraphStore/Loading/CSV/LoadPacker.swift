/// Makes the packed index of a load's rows while others are still being inserted, on a thread of its own: for an empty graph, whose
/// rows get the ids 1 ... n.
///
/// Takes the batches that have been inserted and gives them back; hands over the chunks, which the thread of the transaction writes.
/// Then nothing has to be read again when the load is committed.
final class LoadPacker: BackgroundWork, PackSink, @unchecked Sendable {
  /// Chunks on their way at a time, 10 to 70 KB each.
  private static let chunkLimit = 192

  final class Chunk: Sendable {
    let key: PackKey
    private let copy: ByteBuffer
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: copy.base, count: copy.count) }

    init(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) {
      self.key = key
      copy = ByteBuffer(capacity: bytes.count)
      copy.append(bytes.bindMemory(to: UInt8.self))
    }
  }

  private let batches = HandOff<CSVBatch>()
  /// As many as chunks may still be made.
  private let room = HandOff(Array(repeating: true, count: LoadPacker.chunkLimit))
  private let free: HandOff<CSVBatch>
  private let events: HandOff<CSVImport.Event>
  @exclusivity(unchecked) private var labelSetCodes: [Int] = []
  @exclusivity(unchecked) private var typeCodes: [Int] = []
  private var isCancelled = false
  /// Read by others after the thread has ended.
  @exclusivity(unchecked) private(set) var obstacle: Packer.Obstacle?
  @exclusivity(unchecked) private(set) var header = PackHeader()

  init(free: HandOff<CSVBatch>, events: HandOff<CSVImport.Event>) {
    self.free = free
    self.events = events
  }

  // MARK: For the other thread

  /// A batch that has been inserted.
  func take(_ batch: CSVBatch) { batches.put(batch) }
  func endRows() { batches.close() }
  /// A chunk has been written.
  func release(_ chunk: Chunk) { room.put(true) }

  func cancel() {
    batches.cancel()
    room.cancel()
  }

  // MARK: The work

  override func run() {
    let builder = PackBuilder(self)
    var hasEdges = false
    while let batch = batches.take() {
      if obstacle == nil {
        do throws(Packer.Obstacle) {
          if batch.isOfEdges, !hasEdges {
            hasEdges = true
            try builder.endNodes()
          }
          try add(batch, builder)
        } catch { obstacle = error }
      }
      free.put(batch)
    }
    if obstacle == nil {
      do throws(Packer.Obstacle) {
        if !hasEdges { try builder.endNodes() }
        try builder.endEdges()
        try builder.putAdjacency(builder.header.types.indices)
      } catch { obstacle = error }
    }
    header = builder.header
    events.put(.packed)
  }

  private func add(_ batch: CSVBatch, _ builder: PackBuilder) throws(Packer.Obstacle) {
    for id in batch.labelSetIDs { labelSetCodes.append(try builder.addLabelSet(id)) }
    for id in batch.typeIDs { typeCodes.append(try builder.addType(id)) }
    let header = builder.header
    if batch.isOfEdges {
      let first = Int64(header.edgeCount) + 1
      for row in 0..<batch.count {
        try builder.addEdge(
          first + Int64(row), type: typeCodes[Int(batch.names[row])], from: Int64(batch.sources[row]),
          to: Int64(batch.targets[row]), isDirected: true, batch.propertyText(row))
      }
    } else {
      let first = Int64(header.nodeCount) + 1
      for row in 0..<batch.count {
        try builder.addNode(first + Int64(row), labelSet: labelSetCodes[Int(batch.names[row])], batch.propertyText(row))
      }
    }
  }

  func put(_ key: PackKey, _ bytes: UnsafeRawBufferPointer) throws(Packer.Obstacle) {
    guard room.take() != nil else { throw .store(StoreError(.interrupted, "interrupted")) }
    events.put(.chunk(Chunk(key, bytes)))
  }
}
