import Foundation
import Testing

@testable import GQL

@Suite struct NormalFormTests {
  /// One character after the other is as Foundation has it, but for those that are newer than its tables.
  @Test func everyCharacterIsDecomposedAndComposed() {
    var wrong: [String] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned, scalar.properties.generalCategory != .privateUse else { continue }
      let text = String(scalar)
      let expected = [
        text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCompatibilityMapping,
        text.decomposedStringWithCompatibilityMapping,
      ]
      if forms(text).map(hex) != expected.map(hex) { wrong.append(hex(text)) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(20))")
  }

  /// NFC, NFD, NFKC, NFKD as Python's `unicodedata` has them: marks out of order, also those that others decompose into, Korean, and what is never composed.
  @Test(arguments: [
    ("61 323 301", "1ea1 301|61 323 301|1ea1 301|61 323 301"),
    ("61 301 323", "1ea1 301|61 323 301|1ea1 301|61 323 301"),
    ("1e9b 323", "1e9b 323|17f 323 307|1e69|73 323 307"),
    ("212b 2126", "c5 3a9|41 30a 3a9|c5 3a9|41 30a 3a9"),
    ("1100 1161 11a8", "ac01|1100 1161 11a8|ac01|1100 1161 11a8"),
    ("ac00 11a7 11a8", "ac00 11a7 11a8|1100 1161 11a7 11a8|ac00 11a7 11a8|1100 1161 11a7 11a8"),
    ("3131 ff9e", "3131 ff9e|3131 ff9e|1100 3099|1100 3099"),
    ("656 5ab ff9e", "656 5ab ff9e|656 5ab ff9e|3099 656 5ab|3099 656 5ab"),
    ("5bf fc61", "5bf fc61|5bf fc61|5bf 20 64f 651|5bf 20 64f 651"),
    ("f75 301", "f71 f74 301|f71 f74 301|f71 f74 301|f71 f74 301"),
    ("958 1d15e", "915 93c 1d157 1d165|915 93c 1d157 1d165|915 93c 1d157 1d165|915 93c 1d157 1d165"),
    ("300 41", "300 41|300 41|300 41|300 41"),
    ("61 300 315 300 62", "e0 300 315 62|61 300 300 315 62|e0 300 315 62|61 300 300 315 62"),
    ("fb01 2460 ff21", "fb01 2460 ff21|fb01 2460 ff21|66 69 31 41|66 69 31 41"),
    ("", "|||"),
  ])
  func formsAreTheStandards(_ text: String, _ expected: String) {
    let scalars = text.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
    #expect(forms(String(String.UnicodeScalarView(scalars))).map(hex).joined(separator: "|") == expected)
  }

  private func forms(_ text: String) -> [String] {
    [
      NormalForms.composed(text, compatibly: false), NormalForms.decomposed(text, compatibly: false), NormalForms.composed(text, compatibly: true),
      NormalForms.decomposed(text, compatibly: true),
    ]
  }

  private func hex(_ text: String) -> String { text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }
}
