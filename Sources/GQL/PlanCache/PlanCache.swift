import Synchronization

/// The statements that a graph was asked last, with their plans, for all sessions. There is no cache of results.
final class PlanCache: Sendable {
  /// Shapes of statements kept; the one asked for longest ago goes first.
  static let shapeLimit = 256
  /// Bytes of the texts of all statements kept. Bound and with its tokens, a statement takes some ten times its text.
  static let byteLimit = 2 << 20
  /// Statements of one shape: of other literals, dialects, parameters, graphs.
  static let variantLimit = 8

  private struct Variants {
    var statements: [CachedStatement] = []
    var lastUse = 0
  }

  private struct Contents {
    var variants: [StatementShape.Key: Variants] = [:]
    var clock = 0
    /// Of the statements' texts.
    private var bytes = 0

    mutating func take(_ key: StatementShape.Key) -> Variants? {
      guard let taken = variants.removeValue(forKey: key) else { return nil }
      bytes -= taken.statements.count * key.count
      return taken
    }

    /// Gives up those that were asked longest ago for as long as there is no room.
    mutating func put(_ new: Variants, _ key: StatementShape.Key) {
      bytes += new.statements.count * key.count
      while variants.count >= PlanCache.shapeLimit || bytes > PlanCache.byteLimit,
        let oldest = variants.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        _ = take(oldest)
      }
      variants[key] = new
    }
  }

  private let contents = Mutex(Contents())
  let pipelines = IdlePipelines()

  /// Those that differ from the shape's text in literals alone that may differ.
  func statements(_ shape: StatementShape) -> [CachedStatement] {
    contents.withLock { contents in
      guard let index = contents.variants.index(forKey: shape.key) else { return [] }
      contents.clock += 1
      contents.variants.values[index].lastUse = contents.clock
      return contents.variants.values[index].statements.filter { $0.fits(shape) }
    }
  }

  func keep(_ statement: CachedStatement, _ shape: StatementShape) {
    contents.withLock { contents in
      contents.clock += 1
      var variants = contents.take(shape.key) ?? Variants()
      variants.lastUse = contents.clock
      // What was analyzed in the same surroundings, of another catalog or other names, is out of date.
      variants.statements.removeAll { $0.fits(shape) && $0.isReplaced(by: statement) }
      if variants.statements.count >= PlanCache.variantLimit { variants.statements.removeFirst() }
      variants.statements.append(statement)
      contents.put(variants, shape.key)
    }
  }

  /// For tests.
  var shapeCount: Int { contents.withLock { $0.variants.count } }
}

extension CachedStatement {
  fileprivate func isReplaced(by other: CachedStatement) -> Bool {
    var mine = environment
    mine.catalog = other.environment.catalog
    return mine.isSame(as: other.environment)
  }
}
