import GraphStore

/// Unicode normal forms of texts of any length: a text is cut before characters that nothing before them combines with (Unicode Standard
/// Annex 15, section 9), and its pieces are put in normal form one by one.
enum Normalization {
  /// Characters between two places where a text can be cut.
  static let pieceLimit = 1_024
  private static let usualPiece = 64

  /// - Throws: `limitExceeded` for more than `pieceLimit` combining characters in a row.
  static func normalize(_ text: String, to form: GQL.Expression.NormalForm) throws(ValueError) -> String {
    let scalars = text.unicodeScalars
    var result = ""
    var start = scalars.startIndex
    var count = 0
    for position in scalars.indices {
      if count >= usualPiece, isIndependent(scalars[position]) {
        result += whole(String(scalars[start..<position]), form)
        start = position
        count = 0
      }
      count += 1
      if count > pieceLimit {
        throw ValueError(.limitExceeded, "more than \(pieceLimit) combining characters in a row have no normal form here")
      }
    }
    return result + whole(String(scalars[start...]), form)
  }

  /// Whether no normal form joins the character, or the first it is decomposed into, with one before it: marks do that, and the later
  /// parts of Korean syllables, in whatever width.
  private static func isIndependent(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return true }
    switch scalar.value {
    case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xD7B0...0xD7FF, 0xFF9E...0xFF9F, 0xFFA0...0xFFDC: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: return scalar.properties.canonicalCombiningClass == .notReordered
    }
  }

  private static func whole(_ text: String, _ form: GQL.Expression.NormalForm) -> String {
    switch form {
    case .nfc: NormalForms.composed(text, compatibly: false)
    case .nfd: NormalForms.decomposed(text, compatibly: false)
    case .nfkc: NormalForms.composed(text, compatibly: true)
    case .nfkd: NormalForms.decomposed(text, compatibly: true)
    }
  }
}

extension ScalarFunction {
  /// `NORMALIZE(s)` and `NORMALIZE(s, NFD)`: the form is a word, not a value.
  static let normalizations =
    [normalization("NORMALIZE", .nfc)]
    + Expression.NormalForm.allCases.map { normalization("NORMALIZE_\($0.rawValue)", $0) }

  private static func normalization(_ name: String, _ form: GQL.Expression.NormalForm) -> ScalarFunction {
    ScalarFunction(
      name, parameters: [Parameter("string", .string)], result: always(.string),
      summary: "The string in the Unicode normal form \(form.rawValue).",
      example: ("NORMALIZE('gql', \(form.rawValue))", "'gql'")
    ) { (arguments, context) throws(ValueError) in
      if arguments[0].utf8.allSatisfy({ $0 < 0x80 }) { return arguments[0] }
      return context.arena.string(try Normalization.normalize(arguments[0].text, to: form))
    }
  }
}
