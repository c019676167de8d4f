/// Why an operation on values has no result. The language gives it a GQLSTATUS and a place in the text.
public struct ValueError: Error, Sendable, Hashable {
  public enum Code: Sendable, Hashable {
    case numericOutOfRange, divisionByZero, invalidType, notComparable, invalidCast, invalidDatetime,
      datetimeOverflow
    case invalidDuration, substring, trim, logarithm, power, recordFields, malformedPath, referentDeleted,
      nullNotAllowed
    case stringTruncation, listTruncation, listElement, limitExceeded, unitGroups
    /// A temporal value from parts: a name that is none, parts that no calendar or clock has.
    case datetimeFieldName, datetimeFieldValue, durationFieldName
  }
  public var code: Code
  /// One sentence, lower case.
  public var message: String
  /// A finer word than the code; see `Diagnostic.detail`.
  public var detail: String?
  public init(_ code: Code, _ message: String, detail: String? = nil) {
    self.code = code
    self.message = message
    self.detail = detail
  }
}
