// Writes Sources/GraphStore/Unicode/DecompositionText.swift: how characters are decomposed in Unicode's normal forms, as Foundation (ICU) has it.
// Run after an update of the tool chain, from the root of the project: swiftc -O scripts/unicode_forms.swift -o /tmp/unicode_forms && /tmp/unicode_forms
import Foundation

func hex(_ text: String) -> String { text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }
/// Foundation's `==` of strings is canonical equivalence.
func isSame(_ a: String, _ b: String) -> Bool { Array(a.utf8) == Array(b.utf8) }

var canonical: [String] = []
var compatible: [String] = []
for value in UInt32(0)...0x10FFFF {
  // Korean syllables are computed.
  guard let scalar = Unicode.Scalar(value), !(0xAC00...0xD7A3).contains(value) else { continue }
  let text = String(scalar)
  let whole = text.decomposedStringWithCanonicalMapping
  if !isSame(whole, text) {
    if isSame(text.precomposedStringWithCanonicalMapping, text) {
      var start = String.UnicodeScalarView(whole.unicodeScalars.dropLast())
      let first = String(start).precomposedStringWithCanonicalMapping
      start = first.unicodeScalars
      precondition(start.count == 1, "\(hex(text)) is composed of two")
      canonical.append("\(hex(text))=\(hex(first)) \(hex(String(whole.unicodeScalars.last!)))")
    } else {
      canonical.append("\(hex(text)):\(hex(whole))")
    }
  }
  let compatibleWhole = text.decomposedStringWithCompatibilityMapping
  if !isSame(compatibleWhole, whole) { compatible.append("\(hex(text)):\(hex(compatibleWhole))") }
}

/// Lines of about this many characters.
let width = 130
func lines(_ entries: [String]) -> String {
  var lines: [String] = []
  var line = ""
  for entry in entries {
    if !line.isEmpty, line.count + entry.count + 1 > width {
      lines.append(line)
      line = ""
    }
    line += (line.isEmpty ? "" : ",") + entry
  }
  return (lines + [line]).map { "    \($0)" }.joined(separator: "\n")
}
let source = """
  // Written by scripts/unicode_forms.swift.

  /// Numbers in base 16: `c=a b` for a character that is composed of two, which may be decomposed further; `c:a b ...` for one that is decomposed
  /// wholly into these, and never composed.
  enum DecompositionText {
    static let canonical: StaticString = \"\"\"
  \(lines(canonical))
      \"\"\"

    static let compatible: StaticString = \"\"\"
  \(lines(compatible))
      \"\"\"
  }

  """
try source.write(toFile: "Sources/GraphStore/Unicode/DecompositionText.swift", atomically: true, encoding: .utf8)
print(canonical.count, compatible.count)
