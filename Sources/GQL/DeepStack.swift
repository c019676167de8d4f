#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Statements of very many clauses: planning and running them recurses once a clause, more deeply than a usual stack allows.
enum DeepStack {
  /// Clauses up to which a statement runs on the caller's stack.
  static let usualClauses = 100
  /// Clauses up to which the plan of a statement is kept: whoever lets go of it last does so on a usual stack.
  static let keptClauses = 1_000
  /// Clauses of one statement.
  static let maximumClauses = 10_000
  /// Measured in a debug build: 12 KB a clause. Pages that nobody touches cost nothing.
  private static let bytesPerClause = 64 << 10

  /// Runs the work on a thread of its own, and waits for it. On the caller's stack when no thread can be had.
  static func run<T>(clauses: Int, _ work: () throws(QueryError) -> T) throws(QueryError) -> T {
    var result: Result<T, QueryError>?
    let isDone = withoutActuallyEscaping(
      { do throws(QueryError) { result = .success(try work()) } catch { result = .failure(error) } }
    ) { body in onThread(bytes: 8 << 20 + clauses * bytesPerClause, body) }
    if isDone, let result { return try result.get() }
    return try work()
  }

  private final class Job {
    let work: () -> Void
    init(_ work: @escaping () -> Void) { self.work = work }
  }

  private static func onThread(bytes: Int, _ work: @escaping () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, bytes) == 0 else { return false }
    let job = Unmanaged.passRetained(Job(work))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(
      &thread, &attributes,
      { context in
        // What `onThread` passed: the job, retained once.
        if let context = context as UnsafeMutableRawPointer? { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().work() }
        return nil
      }, job.toOpaque())
    guard status == 0 else {
      job.release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_join(thread, nil) }
    #else
      pthread_join(thread, nil)
    #endif
    return true
  }
}
