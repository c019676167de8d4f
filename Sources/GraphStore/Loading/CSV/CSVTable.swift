/// One file to be loaded, with what each of its columns is for.
struct CSVTable {
  /// What a column's field is used for.
  struct Step {
    enum Action: UInt8 { case skip, id, idAndProperty, labels, start, end, type, property }
    var action: Action
    var valueType = CSVType.string
    var isList = false
    /// `"name":` as JSON.
    var prefix: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0)
  }

  let input: CSVInput
  let reader: CSVReader
  private(set) var header: CSVHeader
  /// Space of the ids of a file of nodes.
  let space: String
  let startSpace: String?
  let endSpace: String?
  /// Columns without a type that look like lists and are none: known once types have been inferred.
  private(set) var undividedLists: Set<String> = []
  /// Of columns whose first values are of another type than texts, the first that is not.
  private(set) var odd: [(column: String, type: CSVType, line: Int, text: String)] = []
  var isOfEdges: Bool { header.isOfEdges }

  /// Opens the file and reads its header.
  init(_ input: CSVInput, _ options: CSVOptions) throws(StoreError) {
    self.input = input
    reader = try CSVReader(path: input.path, delimiter: options.delimiter, monitor: options.monitor)
    switch try reader.next() {
    case .success(true): break
    case .success(false): throw StoreError(.invalidProperty, "\(input.path): the file is empty, and needs a header")
    case .failure(let fault): throw CSVTable.error(fault, input.path)
    }
    let names = try CSVTable.names(reader, input.path, delimiter: options.delimiter)
    do throws(StoreError) { header = try CSVHeader(names, isOfEdges: input.kind == .edges, hasType: input.type != nil) } catch {
      throw StoreError(error.code, "\(input.path):1: \(error.message)")
    }
    if let kind = input.kind, (kind == .edges) != header.isOfEdges {
      let needed = kind == .edges ? "`:START_ID` and `:END_ID`" : "no `:START_ID`, `:END_ID` and `:TYPE`"
      throw StoreError(.invalidProperty, "\(input.path):1: a file of \(kind == .edges ? "edges" : "nodes") has \(needed)")
    }
    var (space, start, end) = (String?.none, String?.none, String?.none)
    for column in header.columns {
      switch column.role {
      case .id(let name): space = name
      case .start(let name): start = name
      case .end(let name): end = name
      case .labels, .type, .ignored, .property: break
      }
    }
    self.space = space ?? input.labels.first ?? ""
    startSpace = start ?? input.startSpace
    endSpace = end ?? input.endSpace
    if header.isOfEdges, input.type == nil, !header.columns.contains(where: { $0.role == .type }) {
      let isPlain = !names.contains { $0.contains(":") }
      let example = ", or a header such as `:START_ID,:END_ID,:TYPE,source` or `who,relation,what,source`. The ids of the ends are those of a file of nodes, such as `id:ID,:LABEL,name`, that is loaded with it; `--new-ends` makes nodes of them"
      throw StoreError(.invalidProperty, "\(input.path):1: no type of edge; write `--edges TYPE=\(input.path)`\(isPlain ? example : "")")
    }
  }

  /// Gives the nodes of plain files ids where edges ask for them: those of their first columns.
  static func nameEnds(_ tables: inout [CSVTable]) {
    let edges = tables.filter(\.isOfEdges)
    let spaces = edges.flatMap { [$0.startSpace, $0.endSpace] }
    for index in tables.indices where !tables[index].isOfEdges && spaces.contains(where: { $0 == nil || $0 == tables[index].space }) {
      tables[index].header.takeIDsFromFirstColumn()
    }
  }

  /// The fields of the header, in which mistakes about the whole file show.
  private static func names(_ reader: CSVReader, _ path: String, delimiter: UInt8) throws(StoreError) -> [String] {
    var names: [String] = []
    for index in 0..<reader.fieldCount {
      let field = reader.fields[index]
      func fault(_ message: String) -> StoreError { StoreError(.invalidProperty, "\(path):1:\(field.offset + 1): \(message)") }
      guard let name = String(validating: field.bytes, as: UTF8.self), !field.bytes.contains(0) else {
        let isWide = field.bytes.contains(0) || field.bytes.starts(with: [0xFF, 0xFE]) || field.bytes.starts(with: [0xFE, 0xFF])
        throw fault("the header is not UTF-8\(isWide ? " but looks like UTF-16; `iconv -f UTF-16 -t UTF-8` converts it" : "")")
      }
      guard field.isQuoted || !field.bytes.contains(0x0D) else {
        throw fault("a carriage return in the header: lines end in LF or CR LF; `tr '\\r' '\\n'` converts old line ends")
      }
      names.append(name)
    }
    let field = reader.fields[0]
    if reader.fieldCount == 1, !field.isQuoted, let other = names[0].utf8.first(where: { [0x3B, 0x09, 0x7C].contains($0) && $0 != delimiter }) {
      let option = other == 0x09 ? "tab" : "'\(Character(Unicode.Scalar(other)))'"
      throw StoreError(.invalidProperty, "\(path):1:1: one column, `\(names[0].prefix(60))`; if another character parts the fields: `--delimiter \(option)`")
    }
    return names
  }

  static func error(_ fault: CSVReader.Fault, _ path: String) -> StoreError {
    StoreError(.invalidProperty, "\(path):\(fault.line):\(fault.column): \(fault.message)")
  }

  // MARK: Types

  private static func needsType(_ column: CSVHeader.Column) -> Bool {
    if column.type != nil { return false }
    switch column.role {
    case .property: return true
    case .id: return !column.name.isEmpty
    case .labels, .start, .end, .type, .ignored: return false
    }
  }

  /// Properties that questions read as lists.
  private static let listNames: Set<String> = ["aliases", "speakers", "disputes", "scope"]

  /// Gives each column of properties its type, from all its values; leaves the reader behind the header.
  /// A file that cannot be read twice has strings. Faulty records are passed over.
  /// - Returns: for each column whether its type was inferred.
  mutating func inferTypes(listDelimiter: UInt8, isCancelled: () -> Bool) throws(StoreError) -> [Bool] {
    let isWanted = header.columns.map(CSVTable.needsType)
    guard isWanted.contains(true) else { return isWanted }
    var guesses = Array(repeating: CSVTypeGuess(), count: header.columns.count)
    if reader.isRegular {
      let wanted = isWanted.indices.filter { isWanted[$0] }
      var records = 0
      loop: while true {
        switch try reader.next() {
        case .success(false): break loop
        case .failure(let fault): if fault.isFinal { break loop }
        case .success(true):
          records += 1
          if records & 0xFFF == 0, isCancelled() { break loop }
          guard reader.fieldCount == header.columns.count else { continue }
          for index in wanted {
            let field = reader.fields[index]
            if guesses[index].note(field.bytes, isQuoted: field.isQuoted), header.columns[index].role == .property, let type = guesses[index].formerType {
              odd.append((header.columns[index].name, type, reader.line, String(decoding: field.bytes.prefix(40), as: UTF8.self)))
            }
            if CSVTable.listNames.contains(header.columns[index].name), field.bytes.contains(listDelimiter) { undividedLists.insert(header.columns[index].name) }
          }
        }
      }
      reader.rewind()
      _ = try reader.next()
    }
    for index in header.columns.indices where isWanted[index] {
      var type = guesses[index].type
      if case .id = header.columns[index].role, type != .int { type = .string }
      header.columns[index].type = type
    }
    return isWanted
  }

  /// What whoever wrote the file may have meant otherwise.
  func notices(listDelimiter: UInt8) -> [String] {
    let sign = Character(UnicodeScalar(listDelimiter))
    let values = header.columns.map(\.name).filter { CSVTypeGuess.isTyped($0) }.map { "`\($0)`" }
    let headless =
      values.isEmpty
      ? [] : ["\(input.path):1: the first line is the header, so properties are called \(values.joined(separator: ", ")); where it holds values, write a header before it"]
    let undivided = undividedLists.sorted().map { "\(input.path): `\($0)` has `\(sign)` in it and is one text; for a list call the column `\($0):string[]`" }
    let mixed = odd.map { "\(input.path):\($0.line): `\($0.text)` in `\($0.column)` is not \($0.type.noun), as the values before it are: the whole column is kept as texts" }
    return headless + undivided + mixed
  }

  /// - Parameter memory: holds the prefixes; nothing is appended to it afterwards.
  func steps(_ memory: ByteBuffer) -> [Step] {
    var steps: [Step] = []
    var ends: [Int] = []
    for column in header.columns {
      var step = Step(action: .skip, valueType: column.type ?? .string, isList: column.isList)
      switch column.role {
      case .id: step.action = column.name.isEmpty ? .id : .idAndProperty
      case .labels: step.action = .labels
      case .start: step.action = .start
      case .end: step.action = .end
      case .type: step.action = .type
      case .ignored: step.action = .skip
      case .property: step.action = .property
      }
      var name = column.name
      _ = name.withUTF8 { CSVValueWriter.string($0, to: memory) }
      memory.append(UInt8(ascii: ":"))
      ends.append(memory.count)
      steps.append(step)
    }
    for index in steps.indices {
      let start = index == 0 ? 0 : ends[index - 1]
      steps[index].prefix = UnsafeBufferPointer(start: memory.base + start, count: ends[index] - start)
    }
    return steps
  }

  func report(isInferred: [Bool], recordCount: Int) -> CSVFileReport {
    var report = CSVFileReport(path: input.path, isOfEdges: isOfEdges)
    report.recordCount = recordCount
    for (column, isInferred) in zip(header.columns, isInferred) {
      report.columns.append(CSVFileReport.Column(header: text(column), isInferred: isInferred))
    }
    return report
  }

  private func text(_ column: CSVHeader.Column) -> String {
    func spaced(_ space: String?) -> String { space.map { $0.isEmpty ? "" : "(\($0))" } ?? "" }
    switch column.role {
    case .id: return "\(column.name):ID\(spaced(space))" + (column.type == .int ? "{id-type:int}" : "")
    case .labels: return ":LABEL"
    case .start: return ":START_ID\(spaced(startSpace))"
    case .end: return ":END_ID\(spaced(endSpace))"
    case .type: return ":TYPE"
    case .ignored: return "\(column.name):IGNORE"
    case .property: return "\(column.name):\((column.type ?? .string).headerName)\(column.isList ? "[]" : "")"
    }
  }
}
