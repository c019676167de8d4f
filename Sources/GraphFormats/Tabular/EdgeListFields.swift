/// The fields of a line of an edge list: parted by tabs where it has any, so that names may have blanks, else by blanks. What stands in double
/// quotes is one field, in which `""` is a quote. Where a field begins with `{` all the rest of the line is a dictionary of Python.
struct EdgeListFields {
  private(set) var words: [String] = []
  private(set) var dictionary: Substring?
  /// Why the line cannot be read.
  private(set) var fault: String?

  init(_ line: String) {
    var rest = line[...]
    let hasTabs = line.contains("\t")
    func isParting(_ character: Character) -> Bool { hasTabs ? character == "\t" : character.isWhitespace }
    while true {
      rest = rest.drop { $0.isWhitespace && !(hasTabs && $0 == "\t") }
      guard let first = rest.first else { break }
      if first == "{" {
        dictionary = rest
        break
      }
      if first == "\"" {
        guard let (text, behind) = Self.quoted(rest.dropFirst()) else {
          fault = "a double quote is not closed"
          return
        }
        words.append(text)
        rest = behind.drop { $0.isWhitespace && !(hasTabs && $0 == "\t") }
        if rest.startIndex == behind.startIndex, let next = rest.first, !isParting(next) {
          fault = "after the double quote that closes a name comes a blank or a tab"
          return
        }
      } else {
        let word = rest.prefix { !isParting($0) }
        words.append(String(word).trimmingBlanks)
        rest = rest[word.endIndex...]
      }
      if hasTabs {
        guard rest.first == "\t" else { continue }
        rest = rest.dropFirst()
      }
    }
    while words.last?.isEmpty == true { words.removeLast() }
  }

  /// The text up to the closing quote, and what comes behind that; nil when there is none.
  private static func quoted(_ text: Substring) -> (text: String, rest: Substring)? {
    var result = ""
    var rest = text
    while let end = rest.firstIndex(of: "\"") {
      result += rest[..<end]
      rest = rest[end...].dropFirst()
      guard rest.first == "\"" else { return (result, rest) }
      result.append("\"")
      rest = rest.dropFirst()
    }
    return nil
  }
}
