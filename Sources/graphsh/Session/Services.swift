import GQL
import GraphStore

/// What the command line does with files besides asking: one function each, so that verbs are tested without
/// files.
struct Services {
  /// Opens a graph. `mode` says whether it may be written or created.
  var open: (_ path: String?, _ mode: Configuration.Mode) throws -> Engine
  /// Makes a new graph with the vocabulary of stances. The file does not exist.
  var create: (_ path: String) throws -> Void
  /// Loads files of keyed JSON Lines in one transaction; a dry run rolls back. Gives the notice to show.
  var load: (_ engine: Engine, _ inputs: [String], _ isDryRun: Bool) throws -> String
  /// All nodes and edges as keyed JSON Lines, in an order that depends on the contents alone.
  var exportLines: (_ engine: Engine, _ write: (String) throws -> Void) throws -> Void
}
