import GQL

/// An error as the kit states it: its type, when it is raised, and one word of detail; `*` and `any time` accept everything.
struct ExpectedError: CustomStringConvertible {
  let type: String
  let phase: String
  let detail: String

  /// Nil when no error is expected.
  init?(_ then: Scenario.Then) {
    guard then.kind == "error" else { return nil }
    type = then.type ?? "*"
    phase = then.phase ?? "any time"
    detail = then.detail ?? "*"
  }

  var description: String { "\(type) at \(phase): \(detail)" }

  /// Nil when the error is the one expected. A refusal of what is not supported never is.
  func difference(from error: QueryError) -> String? {
    if error.status == .featureNotSupported { return "refused \(error.status): \(error.message)" }
    let found = FoundError(error)
    let isSame =
      (type == "*" || type == found.type) && (phase == "any time" || phase == found.phase)
      && (detail == "*" || detail == found.detail)
    return isSame ? nil : "expected \(self), found \(found) (\(error.status): \(error.message))"
  }
}

/// An error of ours in the kit's words: the word is the diagnostic's own, or follows from its GQLSTATUS; the type follows from the word.
struct FoundError: CustomStringConvertible {
  let type: String
  let phase: String
  let detail: String

  init(_ error: QueryError) {
    let isEarly = error.stage == .analysis
    phase = isEarly ? "compile time" : "runtime"
    let words = (error.diagnostics[0].detail ?? FoundError.detail(of: error.status, isEarly)).split(separator: ".")
    detail = words.last.map(String.init) ?? ""
    type = words.count == 2 ? String(words[0]) : FoundError.type(of: detail, isEarly)
  }

  var description: String { "\(type) at \(phase): \(detail)" }

  private static func detail(of status: GQLStatus, _ isEarly: Bool) -> String {
    switch status {
    case .invalidSyntax: "UnexpectedSyntax"
    case .negativeLimit: "NegativeIntegerArgument"
    case .numericOutOfRange: isEarly ? "IntegerOverflow" : "NumberOutOfRange"
    case .edgesStillExist: "DeleteConnectedNode"
    case .referentDeleted: "DeletedEntityAccess"
    case .invalidValueType, .valuesNotComparable: "InvalidArgumentType"
    case .dataException: "InvalidArgumentValue"
    default: ""
    }
  }

  private static func type(of detail: String, _ isEarly: Bool) -> String {
    switch detail {
    case "DeleteConnectedNode": "ConstraintVerificationFailed"
    case "DeletedEntityAccess": "EntityNotFound"
    case "MissingParameter": "ParameterMissing"
    case "ProcedureNotFound": "ProcedureError"
    case "MergeReadOwnWrites": "SemanticError"
    case "NumberOutOfRange": "ArgumentError"
    case "NegativeIntegerArgument": "SyntaxError"
    default: isEarly ? "SyntaxError" : "TypeError"
    }
  }
}
