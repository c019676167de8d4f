/// Numbers for the label sets and edge types that rows name, in the order in which they appear.
struct CSVNames {
  private var labelSets: [[UInt8]: UInt32] = [:]
  private var types: [[UInt8]: UInt32] = [:]
  private var newLabelSets: [[String]] = []
  private var newTypes: [String] = []
  private var labels: [String] = []
  private var defaultType: String?
  /// Most rows have the name of the row before.
  private var last: (text: [UInt8], number: UInt32)?

  /// Another file.
  mutating func begin(_ input: CSVInput) {
    labels = input.labels
    defaultType = input.type
    last = nil
  }

  /// - Parameter text: the `:LABEL` field, nil when there is none.
  mutating func labelSet(
    _ text: UnsafeBufferPointer<UInt8>?, _ delimiter: UInt8
  ) throws(CSVParser.RowFault) -> UInt32 {
    let text = text ?? UnsafeBufferPointer(start: nil, count: 0)
    if let last, last.text.elementsEqual(text) { return last.number }
    var names = labels
    for part in text.split(separator: delimiter) {
      guard let name = String(validating: part, as: UTF8.self) else {
        throw CSVParser.RowFault(field: 0, message: "a label is not UTF-8")
      }
      if part.contains(0) { throw CSVParser.RowFault(field: 0, message: "a label contains NUL") }
      names.append(name)
    }
    let number = labelSet(of: names)
    last = (Array(text), number)
    return number
  }

  mutating func labelSet(of labels: [String]) -> UInt32 {
    let canonical = LabelSetText.canonical(labels)
    let key = Array(LabelSetText.encode(canonical).utf8)
    let number = labelSets[key] ?? UInt32(labelSets.count)
    if labelSets[key] == nil {
      labelSets[key] = number
      newLabelSets.append(canonical)
    }
    return number
  }

  /// - Parameter text: the `:TYPE` field, nil when there is none.
  mutating func type(_ text: UnsafeBufferPointer<UInt8>?) throws(CSVParser.RowFault) -> UInt32 {
    let text = text ?? UnsafeBufferPointer(start: nil, count: 0)
    if let last, last.text.elementsEqual(text) { return last.number }
    guard let name = text.count == 0 ? defaultType : String(validating: text, as: UTF8.self), !name.isEmpty else {
      throw CSVParser.RowFault(field: 0, message: "the edge has no type, or one that is not UTF-8")
    }
    if text.contains(0) { throw CSVParser.RowFault(field: 0, message: "the type of an edge contains NUL") }
    let key = Array(name.utf8)
    let number = types[key] ?? UInt32(types.count)
    if types[key] == nil {
      types[key] = number
      newTypes.append(name)
    }
    last = (Array(text), number)
    return number
  }

  mutating func moveNew(to batch: CSVBatch) {
    batch.newLabelSets = newLabelSets
    batch.newTypes = newTypes
    newLabelSets = []
    newTypes = []
  }
}
