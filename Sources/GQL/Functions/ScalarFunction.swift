import GraphStore

/// A function of the language, declared once: name, types, behaviour, documentation. Compared by name.
public struct ScalarFunction: Sendable, Hashable {
  public enum NullBehaviour: Sendable {
    /// Any null argument gives null; `evaluate` never sees one.
    case nullIfAnyNull
    case handlesNull
  }

  /// Canonical spelling, upper case: `CHAR_LENGTH`.
  public let name: String
  public let aliases: [String]
  /// Required first, then optional.
  public let parameters: [Parameter]
  public let requiredCount: Int
  /// The last parameter may repeat.
  public let isVariadic: Bool
  public let result: @Sendable (_ arguments: [ValueType]) -> ValueType
  public let nulls: NullBehaviour
  /// One sentence.
  public let summary: String
  /// GQL text and its result: `UPPER('gql')` gives `'GQL'`.
  public let example: (call: String, result: String)
  /// Arguments and result live in the context's arena or longer.
  public let evaluate: @Sendable (UnsafeBufferPointer<Cell>, FunctionContext) throws(ValueError) -> Cell

  public struct Parameter: Sendable {
    public let name: String
    public let type: ValueType
    /// With type `any`: the types that it may be; empty = all.
    public let alternatives: [ValueType]
    public init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
      alternatives = []
    }
    public init(_ name: String, oneOf alternatives: [ValueType]) {
      self.name = name
      type = .any
      self.alternatives = alternatives
    }
  }

  public init(
    _ name: String, aliases: [String] = [], parameters: [Parameter], requiredCount: Int? = nil, isVariadic: Bool = false,
    result: @escaping @Sendable ([ValueType]) -> ValueType, nulls: NullBehaviour = .nullIfAnyNull, summary: String,
    example: (call: String, result: String),
    evaluate: @escaping @Sendable (UnsafeBufferPointer<Cell>, FunctionContext) throws(ValueError) -> Cell
  ) {
    self.name = name
    self.aliases = aliases
    self.parameters = parameters
    self.requiredCount = requiredCount ?? parameters.count
    self.isVariadic = isVariadic
    self.result = result
    self.nulls = nulls
    self.summary = summary
    self.example = example
    self.evaluate = evaluate
  }

  /// As people write it: what is another function in openCypher has a name of its own besides.
  var writtenName: String { name.hasPrefix("CYPHER ") ? String(name.dropFirst("CYPHER ".count)) : name }

  public static func == (a: ScalarFunction, b: ScalarFunction) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension FunctionContext {
  /// - Throws: `referentDeleted` for an element that the statement has deleted.
  func checkLiving(_ element: Cell) throws(ValueError) {
    guard hasDeletions else { return }
    let isAlive = element.tag == .node ? reader.isAlive(node: element.ordinal) : reader.isAlive(edge: element.ordinal)
    if !isAlive { throw ValueError(.referentDeleted, "the \(element.tag == .node ? "node" : "edge") has been deleted") }
  }
}

/// What a function may look at besides its arguments. Belongs to one worker.
public final class FunctionContext {
  public let arena: Arena
  public var reader: any GraphReader
  /// Fixed for the statement: the instant and the session's zone.
  public let now: ZonedDateTime
  /// The statement has deleted elements, which may still be named: what they had is not to be read any more.
  public var hasDeletions = false
  /// An operation has cut a string or a byte string: whoever called it takes note and puts it back.
  var hasTruncated = false
  /// Regular expressions in use.
  var expressions: [String: RegularExpression] = [:]
  /// The name that values were compared with last.
  var spelling: NameSpelling?
  public init(arena: Arena, reader: any GraphReader, now: ZonedDateTime) {
    self.arena = arena
    self.reader = reader
    self.now = now
  }
}
