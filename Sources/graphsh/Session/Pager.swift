import Glibc

/// `.set pager`: when text that is taller than the screen goes through a pager.
enum PagerChoice: String, CaseIterable, Sendable {
  case auto, never
}

/// Runs `$PAGER` (as a shell would: it may have options) with text on its standard input.
enum Pager {
  /// The command, or nil where paging is switched off, `PAGER` being empty or `cat`, or where there is no `less`.
  static func command(in environment: [String: String]) -> String? {
    guard let command = environment["PAGER"] else { return Environment.program("less", in: environment) }
    return command.isEmpty || command == "cat" ? nil : command
  }

  /// False when the pager could not be run: the text is then to be written as usual.
  static func show(_ text: String, command: String, environment: [String: String]) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    if environment["LESS"] == nil { setenv("LESS", "FRX", 1) }
    let process = spawn(command, input: ends[0])
    if environment["LESS"] == nil { unsetenv("LESS") }
    close(ends[0])
    guard let process else {
      close(ends[1])
      return false
    }
    // A pager that is left early closes its end: that is no reason to end this program.
    let before = signal(SIGPIPE, SIG_IGN)
    FileOutput(descriptor: ends[1]).write(text)
    close(ends[1])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    signal(SIGPIPE, before)
    // 127: the shell did not find it.
    return (status >> 8) & 0xFF != 127
  }

  private static func spawn(_ command: String, input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals are blocked here for a thread of ours that waits for them.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments: [String] = ["/bin/sh", "-c", command]
    var words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    return posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, environ) == 0 ? process : nil
  }
}
