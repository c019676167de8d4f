/// Rows on their way from the parser to the inserter. Belongs to one of the two at a time.
final class CSVBatch: @unchecked Sendable {
  /// A multiple of the rows that one statement inserts.
  static let capacity = 4_000
  /// A batch is handed over when its texts are longer.
  static let textByteLimit = 1 << 20

  @exclusivity(unchecked) var isOfEdges = false
  @exclusivity(unchecked) private(set) var count = 0
  /// Numbers of label sets or of edge types, as `CSVNames` gives them.
  let names = UnsafeMutablePointer<UInt32>.allocate(capacity: CSVBatch.capacity)
  /// Edges only: numbers of nodes, from 1.
  let sources = UnsafeMutablePointer<UInt32>.allocate(capacity: CSVBatch.capacity)
  let targets = UnsafeMutablePointer<UInt32>.allocate(capacity: CSVBatch.capacity)
  /// Where each row begins in its file.
  let lines = UnsafeMutablePointer<Int>.allocate(capacity: CSVBatch.capacity)
  /// Files and the first row of each in this batch.
  private var files: [(path: String, row: Int)] = []
  /// Where each row's text ends in `text`.
  let textEnds = UnsafeMutablePointer<Int>.allocate(capacity: CSVBatch.capacity)
  let text = ByteBuffer(capacity: 256 << 10)
  /// Names that appear here for the first time, in the order of their numbers.
  var newLabelSets: [[String]] = []
  var newTypes: [String] = []
  /// Their row ids, once the batch has been inserted.
  var labelSetIDs: [Int64] = []
  var typeIDs: [Int64] = []

  deinit {
    names.deallocate()
    sources.deallocate()
    targets.deallocate()
    lines.deallocate()
    textEnds.deallocate()
  }

  var isFull: Bool { count == CSVBatch.capacity || text.count > CSVBatch.textByteLimit }

  /// Ends a row whose text has been appended.
  @inline(__always) func endRow(line: Int, name: UInt32, source: UInt32 = 0, target: UInt32 = 0) {
    lines[count] = line
    names[count] = name
    sources[count] = source
    targets[count] = target
    textEnds[count] = text.count
    count += 1
  }

  /// The rows that follow are of this file.
  func begin(_ path: String) { files.append((path, count)) }

  /// `file:line`.
  func place(_ row: Int) -> String { "\(file(row)):\(lines[row])" }

  func file(_ row: Int) -> String { files.last { $0.row <= row }?.path ?? "" }

  func removeAll() {
    count = 0
    files = []
    text.count = 0
    newLabelSets = []
    newTypes = []
    labelSetIDs = []
    typeIDs = []
  }

  func propertyText(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let start = row == 0 ? 0 : textEnds[row - 1]
    return UnsafeBufferPointer(start: text.base + start, count: textEnds[row] - start)
  }
}
