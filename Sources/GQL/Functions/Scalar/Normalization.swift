import Foundation
import GraphStore

/// Unicode normal forms, from Foundation: the standard library has no public ones.
enum Normalization {
  static func normalize(_ text: String, to form: GQL.Expression.NormalForm) -> String {
    switch form {
    case .nfc: text.precomposedStringWithCanonicalMapping
    case .nfd: text.decomposedStringWithCanonicalMapping
    case .nfkc: text.precomposedStringWithCompatibilityMapping
    case .nfkd: text.decomposedStringWithCompatibilityMapping
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
      return context.arena.string(Normalization.normalize(arguments[0].text, to: form))
    }
  }
}
