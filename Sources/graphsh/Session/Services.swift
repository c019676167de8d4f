import GQL
import GraphStore

/// What the command line does with files besides asking: one function each, so that verbs are tested without
/// files.
struct Services {
  /// Opens a graph. `mode` says whether it may be written or created.
  var open: (_ path: String?, _ mode: Configuration.Mode) throws -> Engine
  /// Makes a new graph with the vocabulary of stances. The file does not exist.
  var create: (_ path: String) throws -> Void
}
