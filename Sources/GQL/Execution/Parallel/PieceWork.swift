/// One of the workers that share the pieces of a piece of work: used by one thread.
protocol PieceWorker: AnyObject {
  /// Does piece number `piece`. No two workers do the same one.
  func work(_ piece: Int) throws(QueryError)
}

/// Work in pieces, numbered 0 ..< count, that may be done in any order and by several threads at once.
enum PieceWork {
  /// Returns when all is done. Of errors the one of the first piece is thrown; then not all pieces have been done.
  /// - Parameters:
  ///   - threads: how many at most; the statement's own is one of them.
  ///   - make: gives a worker for each thread, with the context that is its own.
  static func run(
    _ count: Int, threads: Int, _ context: ExecutionContext, _ make: (_ number: Int, ExecutionContext) -> any PieceWorker
  ) throws(QueryError) {
    guard count > 0 else { return }
    let claims = MorselClaims(count: count)
    let halt = Cancellation()
    let crew = Crew((0..<max(1, min(threads, count))).map { number in
      make(number, number == 0 ? context : context.forWorker(drivenBy: claims, halt: halt))
    })
    let others = WorkerThreads(crew.workers.count - 1) { crew.work($0 + 1, claims) }
    crew.work(0, claims)
    others.join()
    if let first = crew.errors.compactMap({ $0 }).min(by: { $0.piece < $1.piece }) { throw first.error }
  }

  /// Each worker, and its place for an error, is used by one thread.
  private final class Crew: @unchecked Sendable {
    let workers: [any PieceWorker]
    private let places: UnsafeMutableBufferPointer<(piece: Int, error: QueryError)?>

    init(_ workers: [any PieceWorker]) {
      self.workers = workers
      places = .allocate(capacity: workers.count)
      places.initialize(repeating: nil)
    }

    deinit {
      places.deinitialize()
      places.deallocate()
    }

    var errors: [(piece: Int, error: QueryError)?] { Array(places) }

    func work(_ number: Int, _ claims: MorselClaims) {
      while let piece = claims.claim() {
        do throws(QueryError) {
          try workers[number].work(piece)
        } catch {
          places[number] = (piece, error)
          claims.stop()
        }
      }
    }
  }
}
