#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What a piece of work took of a processor: says the same however busy the machine is.
public enum ProcessorTime {
  /// Of the thread that calls.
  public static func ofThread(_ body: () -> Void) -> Duration {
    let start = now()
    body()
    return now() - start
  }

  /// The least of some tries; one that is within the limit is enough.
  public static func ofThread(atMost limit: Duration, tries: Int, _ body: () -> Void) -> Duration {
    var least = ofThread(body)
    for _ in 1..<tries where least >= limit { least = min(least, ofThread(body)) }
    return least
  }

  private static func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
