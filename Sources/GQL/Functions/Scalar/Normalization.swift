import Foundation

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
