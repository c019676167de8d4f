import Synchronization

/// The statements that a graph was asked last, with their plans, for all sessions. There is no cache of results.
final class PlanCache: Sendable {
  /// Shapes of statements kept; the one asked for longest ago goes first.
  static let shapeLimit = 256
  /// Statements of one shape: of other literals, dialects, parameters, graphs.
  static let variantLimit = 8

  private struct Variants {
    var statements: [CachedStatement] = []
    var lastUse = 0
  }

  private struct Contents {
    var variants: [StatementShape.Key: Variants] = [:]
    var clock = 0
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
      if contents.variants.count >= PlanCache.shapeLimit, contents.variants[shape.key] == nil,
        let oldest = contents.variants.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        contents.variants[oldest] = nil
      }
      contents.clock += 1
      var variants = contents.variants[shape.key] ?? Variants()
      variants.lastUse = contents.clock
      // What was analyzed in the same surroundings, of another catalog or other names, is out of date.
      variants.statements.removeAll { $0.fits(shape) && $0.isReplaced(by: statement) }
      if variants.statements.count >= PlanCache.variantLimit { variants.statements.removeFirst() }
      variants.statements.append(statement)
      contents.variants[shape.key] = variants
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
