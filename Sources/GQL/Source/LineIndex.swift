/// Where the lines of a text begin. A line ends at LF, CR LF or CR. O(n) to make, O(log n) to ask.
struct LineIndex: Sendable {
  /// Offsets of line starts, ascending; the first is 0.
  let starts: [Int]
  private let source: SourceText

  init(_ source: SourceText) {
    self.source = source
    let bytes = source.bytes
    var starts = [0]
    for index in bytes.indices {
      let isEnd = bytes[index] == 0x0A || (bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A))
      if isEnd { starts.append(index + 1) }
    }
    self.starts = starts
  }

  /// The line that holds an offset, counted from 0. An offset beyond the end is on the last line.
  func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column, both counted from 1; columns count Unicode scalars.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let line = line(of: offset)
    let end = min(max(offset, starts[line]), source.bytes.count)
    let scalars = source.bytes[starts[line]..<end].lazy.filter { $0 & 0xC0 != 0x80 }.count
    return (line + 1, scalars + 1)
  }

  /// The bytes of a line without its end.
  func range(ofLine line: Int) -> Range<Int> {
    let bytes = source.bytes
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    while end > starts[line], bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return starts[line]..<end
  }
}
