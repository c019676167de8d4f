import GraphStore

extension GQLStatus {
  /// The status of an operation on values that has no result.
  public init(_ code: ValueError.Code) {
    switch code {
    case .numericOutOfRange: self = .numericOutOfRange
    case .divisionByZero: self = .divisionByZero
    case .invalidType: self = .invalidValueType
    case .notComparable: self = .valuesNotComparable
    case .invalidCast: self = .invalidCharacterForCast
    case .invalidDatetime: self = .invalidDatetimeFormat
    case .datetimeOverflow: self = .datetimeFieldOverflow
    case .invalidDuration: self = .invalidDurationFormat
    case .substring: self = .substringError
    case .trim: self = .trimError
    case .listElement: self = .listElementError
    case .logarithm: self = .invalidLogarithmArgument
    case .power: self = .invalidPowerArgument
    case .recordFields: self = .recordFieldsDoNotMatch
    case .malformedPath: self = .malformedPath
    case .referentDeleted: self = .referentDeleted
    case .nullNotAllowed: self = .nullNotAllowed
    case .stringTruncation: self = .stringRightTruncation
    case .listTruncation: self = .listRightTruncation
    case .datetimeFieldName: self = .invalidDatetimeFieldName
    case .datetimeFieldValue: self = .invalidDatetimeValue
    case .durationFieldName: self = .invalidDurationFieldName
    case .unitGroups: self = .incompatibleUnitGroups
    case .limitExceeded: self = .limitExceeded
    }
  }
}

extension QueryError {
  public init(_ error: ValueError, at span: SourceSpan?) {
    self.init(GQLStatus(error.code), error.message, at: span, detail: error.detail)
  }
}
