import GraphStore

/// Receives a batch; false = no more rows are wanted.
typealias BatchConsumer = (Batch) throws(QueryError) -> Bool

/// Where the rows of a pipeline come from.
protocol BatchSource: AnyObject {
  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError)
}

/// A step that makes output batches of an input batch, holding little between batches.
protocol BatchOperator: AnyObject {
  /// Forgets what an earlier run left, such as rows counted towards a limit.
  func reset()
  func process(_ batch: Batch, _ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) -> Bool
  /// Gives what it still has, after the last input batch, when more rows are wanted.
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError)
}

extension BatchOperator {
  func reset() {}
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {}
}

/// Takes all rows of a pipeline, then gives rows of its own: grouping, sorting, set operations, writes.
protocol BatchSink: AnyObject {
  func reset()
  func consume(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool
  func finish(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError)
}

extension BatchSink {
  /// Consumes a batch, and gives the memory back in which values were computed for it: the operator before may have many batches for one of its own.
  func take(_ batch: Batch, _ context: ExecutionContext) throws(QueryError) -> Bool {
    let mark = context.arena.mark()
    defer { context.arena.release(to: mark) }
    return try consume(batch, context)
  }
}

/// Works out something of the whole graph at once, and can have that in common with its like on another thread.
protocol SharesWork: BatchOperator {
  /// The other stands at the same place of a pipeline of the same plan.
  func share(_ other: any BatchOperator)
}

/// A source and the operators its batches go through. Runs any number of times.
final class Pipeline {
  let source: any BatchSource
  @exclusivity(unchecked) private(set) var operators: [any BatchOperator]

  init(source: any BatchSource, operators: [any BatchOperator] = []) {
    self.source = source
    self.operators = operators
  }

  /// This pipeline, with one step more.
  func then(_ step: any BatchOperator) -> Pipeline {
    operators.append(step)
    return self
  }

  func run(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    for step in operators { step.reset() }
    var isWanted = true
    try source.produce(context) { batch throws(QueryError) in
      try context.checkLimits()
      isWanted = try push(batch, through: 0, context, into: consume)
      return isWanted
    }
    for (index, step) in operators.enumerated() where isWanted {
      try step.finish(context) { output throws(QueryError) in
        if output.count == 0 { return true }
        try context.checkLimits()
        isWanted = try push(output, through: index + 1, context, into: consume)
        return isWanted
      }
    }
  }

  private func push(
    _ batch: Batch, through index: Int, _ context: ExecutionContext, into consume: BatchConsumer
  ) throws(QueryError) -> Bool {
    context.rowsMoved += batch.count
    guard index < operators.count else { return try consume(batch) }
    let mark = context.arena.mark()
    defer { context.arena.release(to: mark) }
    return try operators[index].process(batch, context) { output throws(QueryError) in
      if output.count == 0 { return true }
      try context.checkLimits()
      return try push(output, through: index + 1, context, into: consume)
    }
  }
}

/// What keeps rows or states between batches, and says how much.
protocol HoldsMemory: AnyObject {
  /// Bytes, roughly, at this moment.
  var bytesHeld: Int { get }
}

/// A sink as the source of the next pipeline.
final class SinkSource: BatchSource {
  let input: Pipeline
  let sink: any BatchSink

  init(input: Pipeline, sink: any BatchSink) {
    self.input = input
    self.sink = sink
  }

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    sink.reset()
    try input.run(context) { batch throws(QueryError) in try sink.take(batch, context) }
    try sink.finish(context, into: consume)
  }
}

extension SinkSource: HoldsMemory {
  var bytesHeld: Int { (sink as? any HoldsMemory)?.bytesHeld ?? 0 }
}

/// The rows of outside: what an enclosing operator put there before the run.
final class ArgumentSource: BatchSource {
  var batches: [Batch] = []

  func produce(_ context: ExecutionContext, into consume: BatchConsumer) throws(QueryError) {
    for batch in batches where batch.count > 0 { guard try consume(batch) else { return } }
  }
}
