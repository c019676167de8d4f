import Foundation

/// A child process that runs scenarios and prints a line for each.
final class ScenarioChild {
  enum Ending {
    /// It has ended, as it should or not.
    case closed
    /// It printed nothing for too long and was ended.
    case silent
  }
  private let process = Process()
  private let pipe = Pipe()

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// Hands over lines as they come.
  func read(patienceSeconds: Double, _ use: (String) -> Void) -> Ending {
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var pending: [UInt8] = []
    while true {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, Int32(patienceSeconds * 1000))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return .silent
      }
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      guard count > 0 else {
        process.waitUntilExit()
        return .closed
      }
      pending += buffer[0..<count]
      while let end = pending.firstIndex(of: 0x0A) {
        use(String(decoding: pending[..<end], as: UTF8.self))
        pending.removeSubrange(...end)
      }
    }
  }
}
