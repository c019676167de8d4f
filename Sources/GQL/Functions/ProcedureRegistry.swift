import GraphStore
import Synchronization

/// The procedures that CALL can name. A value: adding to it gives a session procedures of its own.
///
/// Names are dotted and compared without regard to case. A procedure added under a name that is taken
/// replaces the earlier one.
public struct ProcedureRegistry: Sendable {
  private var byName: [String: Procedure] = [:]
  /// Another number for every set of procedures that was put together.
  private(set) var stamp = 0
  private static let stamps = Atomic<Int>(0)

  public init(_ procedures: [Procedure] = []) {
    for procedure in procedures { add(procedure) }
  }

  public mutating func add(_ procedure: Procedure) {
    byName[procedure.name.lowercased()] = procedure
    stamp = ProcedureRegistry.stamps.add(1, ordering: .relaxed).newValue
  }

  /// Nil when there is no such procedure.
  public subscript(name: String) -> Procedure? { byName[name.lowercased()] }

  /// In alphabetical order.
  public var all: [Procedure] { byName.values.sorted { $0.name < $1.name } }
  public var allNames: [String] { all.map(\.name) }

  /// `db.labels`, `db.edgeTypes`, `db.propertyKeys`, `db.functions`, `db.procedures` and their like, and the algorithms.
  ///
  /// `db.procedures` lists these and those of the catalog; use `withBuiltIns(_:)` to have it list your own too.
  public static let builtIn = withBuiltIns([])

  /// The built-in procedures and `additional`, all listed by `db.procedures`.
  public static func withBuiltIns(_ additional: [Procedure]) -> ProcedureRegistry {
    var registry = ProcedureRegistry(BuiltInProcedures.catalog + [BuiltInProcedures.functions] + ServerProcedures.all + PropertyTypeProcedures.all + AlgorithmProcedures.all + additional)
    registry.add(BuiltInProcedures.procedures(registry))
    registry.listItself()
    return registry
  }

  /// Has `db.procedures`, where it is there, list what has been added since.
  mutating func listItself() {
    if self["db.procedures"] != nil { add(BuiltInProcedures.procedures(self)) }
  }

  /// The built-in ones with those that tell what a file's catalog holds, as where that is empty: for completion.
  package static let ofAnyFile = builtIn.with(CatalogObjects(CatalogContents()))
}
