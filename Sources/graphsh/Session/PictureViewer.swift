import Glibc

/// Shows a picture that was drawn in the desktop's own program for it.
enum PictureViewer {
  /// `xdg-open` where there is a screen to show on, `open` on macOS; nil where a picture cannot be shown.
  static func program(in environment: [String: String]) -> String? {
    #if os(macOS)
      return Environment.program("open", in: environment)
    #else
      let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
      return hasScreen ? Environment.program("xdg-open", in: environment) : nil
    #endif
  }

  /// Starts the program and does not wait for it; what it says is not shown. False when it could not be started.
  static func open(_ path: String, with program: String) -> Bool {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own: Ctrl-C at the prompt is not for the viewer.
    posix_spawnattr_setpgroup(&attributes, 0)
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    // The shell leaves at once, and whoever adopts the viewer waits for it.
    let words = ["/bin/sh", "-c", "\"$0\" \"$1\" </dev/null >/dev/null 2>&1 &", program, path]
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", nil, &attributes, &arguments, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status == 0
  }
}
