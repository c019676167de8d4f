/// A GQLSTATUS code: two characters of class, three of subclass (ISO/IEC 39075, clause on status codes).
///
/// A class, such as `.dataException`, matches its subclasses with `~=`. Codes of our own have the subclass letter `K`.
public struct GQLStatus: Hashable, Sendable, CustomStringConvertible {
  public let code: String
  /// A value was at fault, and not a limit.
  var isDataException: Bool { code.hasPrefix("22") && self != .limitExceeded }
  public let condition: String

  public init(_ code: String, _ condition: String) {
    precondition(code.utf8.count == 5, "a GQLSTATUS has five characters")
    self.code = code
    self.condition = condition
  }

  public static func == (a: GQLStatus, b: GQLStatus) -> Bool { a.code == b.code }
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
  public var description: String { code }

  public static func ~= (pattern: GQLStatus, status: GQLStatus) -> Bool {
    pattern.code == status.code
      || (pattern.code.hasSuffix("000") && status.code.prefix(2) == pattern.code.prefix(2))
  }

  public static let success = GQLStatus("00000", "successful completion")
  public static let omittedResult = GQLStatus("00001", "successful completion - omitted result")
  public static let warning = GQLStatus("01000", "warning")
  public static let warningOfTruncation = GQLStatus("01004", "warning - string data, right truncation")
  public static let graphDoesNotExist = GQLStatus("01G03", "warning - graph does not exist")
  public static let graphTypeDoesNotExist = GQLStatus("01G04", "warning - graph type does not exist")
  public static let nullEliminated = GQLStatus("01G11", "warning - null value eliminated in set function")
  public static let noData = GQLStatus("02000", "no data")
  public static let connectionException = GQLStatus("08000", "connection exception")
  public static let dataException = GQLStatus("22000", "data exception")
  public static let stringRightTruncation = GQLStatus("22001", "data exception - string data, right truncation")
  public static let numericOutOfRange = GQLStatus("22003", "data exception - numeric value out of range")
  public static let nullNotAllowed = GQLStatus("22004", "data exception - null value not allowed")
  public static let invalidDatetimeFormat = GQLStatus("22007", "data exception - invalid date, time, or datetime format")
  public static let datetimeFieldOverflow = GQLStatus("22008", "data exception - datetime field overflow")
  public static let substringError = GQLStatus("22011", "data exception - substring error")
  public static let divisionByZero = GQLStatus("22012", "data exception - division by zero")
  public static let invalidCharacterForCast = GQLStatus("22018", "data exception - invalid character value for cast")
  public static let invalidLogarithmArgument = GQLStatus("2201E", "data exception - invalid argument for natural logarithm")
  public static let invalidPowerArgument = GQLStatus("2201F", "data exception - invalid argument for power function")
  public static let trimError = GQLStatus("22027", "data exception - trim error")
  public static let negativeLimit = GQLStatus("22G02", "data exception - negative limit value")
  public static let invalidValueType = GQLStatus("22G03", "data exception - invalid value type")
  public static let valuesNotComparable = GQLStatus("22G04", "data exception - values not comparable")
  public static let invalidNumberOfPaths = GQLStatus("22G0F", "data exception - invalid number of paths or groups")
  public static let invalidDatetimeFieldName = GQLStatus("22G05", "data exception - invalid datetime function field name")
  public static let invalidDatetimeValue = GQLStatus("22G06", "data exception - invalid datetime function value")
  public static let invalidDurationFieldName = GQLStatus("22G07", "data exception - invalid duration function field name")
  public static let listRightTruncation = GQLStatus("22G0B", "data exception - list data, right truncation")
  public static let listElementError = GQLStatus("22G0C", "data exception - list element error")
  public static let invalidDurationFormat = GQLStatus("22G0H", "data exception - invalid duration format")
  public static let multipleAssignments = GQLStatus("22G0M", "data exception - multiple assignments to a graph element property")
  public static let recordFieldsDoNotMatch = GQLStatus("22G0U", "data exception - record fields do not match")
  public static let malformedPath = GQLStatus("22G0Z", "data exception - malformed path")
  public static let referentDeleted = GQLStatus("22G11", "data exception - referent deleted")
  public static let incompatibleUnitGroups = GQLStatus("22G14", "data exception - incompatible temporal instant unit groups")
  public static let activeTransaction = GQLStatus("25G01", "invalid transaction state - active GQL-transaction")
  public static let multipleGraphs = GQLStatus("25G04", "invalid transaction state - accessing multiple graphs not supported")
  public static let readOnlyTransaction = GQLStatus("25G03", "invalid transaction state - read-only GQL-transaction")
  public static let invalidTransactionTermination = GQLStatus("2D000", "invalid transaction termination")
  public static let syntaxErrorOrAccessRule = GQLStatus("42000", "syntax error or access rule violation")
  public static let invalidSyntax = GQLStatus("42001", "syntax error or access rule violation - invalid syntax")
  public static let invalidReference = GQLStatus("42002", "syntax error or access rule violation - invalid reference")
  public static let dependentObject = GQLStatus("G1000", "dependent object error")
  public static let edgesStillExist = GQLStatus("G1001", "dependent object error - edges still exist")
  public static let endpointDeleted = GQLStatus("G1002", "dependent object error - endpoint node is deleted")
  public static let graphTypeViolation = GQLStatus("G2000", "graph type violation")

  // Codes of our own.
  /// Two elements have equal values where a constraint wants different ones.
  public static let notUnique = GQLStatus("G2K01", "graph type violation - values not unique")
  public static let missingProperty = GQLStatus("G2K02", "graph type violation - property missing")
  public static let wrongPropertyType = GQLStatus("G2K03", "graph type violation - property of another type")
  /// A feature of the standard, or of openCypher, that this version does not carry out.
  public static let featureNotSupported = GQLStatus("42K01", "syntax error or access rule violation - feature not supported")
  /// A named limit of time, memory, nesting or length was reached.
  public static let limitExceeded = GQLStatus("22K01", "data exception - limit exceeded")
  public static let interrupted = GQLStatus("40K01", "transaction rollback - interrupted")
  /// The store failed; the cause tells more.
  public static let storeFailure = GQLStatus("08K01", "connection exception - store failure")
}
