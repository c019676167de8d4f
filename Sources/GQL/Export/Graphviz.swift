import Glibc

/// Runs Graphviz on a DOT text: an external program, with limits on time and output.
public struct Graphviz: Sendable {
  public enum Format: String, Sendable, CaseIterable { case svg, png }

  /// Wall-clock seconds of one picture.
  public var timeLimitSeconds = 60.0
  /// Bytes of one picture.
  public var outputByteLimit = 64 << 20
  /// Where to look for `dot`, folders parted by `:`; nil = the environment's `PATH`.
  public var searchPath: String?

  public init() {}

  /// The picture's bytes.
  ///
  /// - Throws: `QueryError`: `featureNotSupported` when there is no Graphviz, `limitExceeded` for time and
  ///   size, `storeFailure` when
  ///   Graphviz fails, `interrupted` when a signal ended it.
  public func render(_ document: DOTDocument, as format: Format) throws(QueryError) -> [UInt8] {
    guard let program = program() else {
      throw QueryError(
        .featureNotSupported, "Graphviz is not installed: no `dot` in PATH",
        hints: ["`apt-get install graphviz`", "a `.dot` file needs no Graphviz"])
    }
    let input = try Self.temporaryFile(holding: document.text)
    defer { close(input) }
    var arguments = ["dot", "-T\(format.rawValue)"]
    if format == .png { arguments.append("-Gdpi=110") }
    let outcome = try run(program, arguments, input: input)
    return try check(outcome)
  }

  // MARK: - Parts

  private struct Outcome {
    var output: [UInt8]
    var complaints: [UInt8]
    var status: Int32
    var stoppedBy: Limit?
  }
  private enum Limit { case time, size }

  private func check(_ outcome: Outcome) throws(QueryError) -> [UInt8] {
    switch outcome.stoppedBy {
    case .time:
      throw QueryError(
        .limitExceeded, "Graphviz did not finish within \(Int(timeLimitSeconds)) s",
        hints: ["draw fewer nodes and edges"])
    case .size:
      throw QueryError(
        .limitExceeded, "the picture is larger than \(outputByteLimit >> 20) MB",
        hints: ["draw fewer nodes and edges"])
    case nil: break
    }
    let signal = outcome.status & 0x7F
    if signal == SIGINT { throw QueryError(.interrupted, "Graphviz was interrupted") }
    guard outcome.status == 0 else {
      let complaint = String(decoding: outcome.complaints.prefix(500), as: UTF8.self).lines.first ?? ""
      throw QueryError(.storeFailure, "Graphviz failed: \(VisibleText.escaped(complaint))")
    }
    return outcome.output
  }

  /// The first executable `dot`.
  private func program() -> String? {
    let path = searchPath ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").lazy.map { "\($0)/dot" }.first { access($0, X_OK) == 0 }
  }

  /// An open file that no name leads to, to be read from its start. A file in place of a pipe, so that a
  /// program that ends early raises no SIGPIPE here.
  private static func temporaryFile(holding text: String) throws(QueryError) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/graphsh-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure("cannot make a temporary file in `\(folder)`") }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        if count < 0 && errno != EINTR { return false }
        written += max(0, count)
      }
      return true
    }
    guard isWritten, lseek(descriptor, 0, SEEK_SET) == 0 else {
      let error = failure("cannot write a temporary file in `\(folder)`")
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private func run(_ program: String, _ arguments: [String], input: Int32) throws(QueryError) -> Outcome {
    var output: [Int32] = [-1, -1]
    var complaints: [Int32] = [-1, -1]
    guard Self.makePipe(&output) else { throw Self.failure("cannot run Graphviz") }
    guard Self.makePipe(&complaints) else {
      output.forEach { close($0) }
      throw Self.failure("cannot run Graphviz")
    }
    let process = Self.spawn(program, arguments, input: input, output: output[1], complaints: complaints[1])
    close(output[1])
    close(complaints[1])
    defer {
      close(output[0])
      close(complaints[0])
    }
    guard let process else { throw Self.failure("cannot run `\(program)`") }
    return collect(from: process, output: output[0], complaints: complaints[0])
  }

  private static func makePipe(_ ends: inout [Int32]) -> Bool {
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return true
  }

  /// Nil when the program cannot be started; `errno` says why. All signals have their usual meaning in it.
  private static func spawn(
    _ program: String, _ arguments: [String], input: Int32, output: Int32, complaints: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, &words, environ)
    if code != 0 { errno = code }
    return code == 0 ? process : nil
  }

  /// Reads both pipes until they close, the time is up or there is too much; then waits for the end.
  private func collect(from process: pid_t, output: Int32, complaints: Int32) -> Outcome {
    var outcome = Outcome(output: [], complaints: [], status: 0)
    let deadline = Self.now() + timeLimitSeconds
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var open = [output, complaints]
    while !open.isEmpty, outcome.stoppedBy == nil {
      let remaining = deadline - Self.now()
      if remaining <= 0 {
        outcome.stoppedBy = .time
        break
      }
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), Int32(min(remaining, 1) * 1000) + 1) > 0 else { continue }
      for entry in polled where entry.revents != 0 {
        let count = read(entry.fd, &chunk, chunk.count)
        if count <= 0 {
          if count < 0 && errno == EINTR { continue }
          open.removeAll { $0 == entry.fd }
        } else if entry.fd == output {
          outcome.output += chunk[..<count]
          if outcome.output.count > outputByteLimit { outcome.stoppedBy = .size }
        } else if outcome.complaints.count < 1 << 16 {
          outcome.complaints += chunk[..<count]
        }
      }
    }
    if outcome.stoppedBy != nil { kill(process, SIGKILL) }
    while waitpid(process, &outcome.status, 0) < 0 && errno == EINTR {}
    return outcome
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func failure(_ message: String) -> QueryError {
    QueryError(.storeFailure, "\(message): \(String(cString: strerror(errno)).lowercased())")
  }
}
