import Glibc
import GraphStore

/// What tests need another process for. Says what it did line by line on standard output.
enum CrashWriter {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { exit(64) }
    do {
      switch arguments[1] {
      case "commit": try commitForEver(arguments[2])
      case "hold": try holdTheWriteLock(arguments[2])
      case "insert": try insert(arguments[2], count: Int64(arguments[3]) ?? 0)
      case "limited": try writeWithin(arguments[2], byteLimit: UInt(arguments[3]) ?? 0)
      case "load": try load(arguments[2], nodes: arguments[3], edges: arguments[4])
      case "unprivileged": try openUnprivileged(arguments[2], mode: arguments[3])
      default: exit(64)
      }
    } catch let error as StoreError {
      say("error \(error.code.rawValue) \(error.message)")
    } catch {
      say("error other \(error)")
    }
  }

  /// One system call per line, so that a line is there whole or not at all, and nothing waits in a buffer.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }

  /// Commits pairs of edges numbered `n`, and says each number once it is committed. Between them
  /// transactions that are rolled back, statements that are undone, updates and deletions of what is not
  /// said.
  private static func commitForEver(_ path: String) throws {
    let store = try Store(path: path)
    let start = Int64(getpid()) << 24
    for number in start... {
      let write = try store.beginWrite()
      let node = try write.insertNode(labels: ["Pair"], properties: ["n": .int(number)])
      for direction in [0, 1] as [Int64] {
        _ = try write.insertEdge(
          type: "PAIR", source: node, target: node, isDirected: true,
          properties: ["n": .int(number), "half": .int(direction)])
      }
      try write.beginStatement()
      let extra = try write.insertEdge(
        type: "UNDONE", source: node, target: node, isDirected: true, properties: [:])
      try write.setProperty("x", to: .int(1), ofEdge: extra)
      try write.rollBackStatement()
      if number % 3 == 0 { try write.setProperty("touched", to: .int(1), ofNode: node) }
      try write.commit()
      say("\(number)")
      let abandoned = try store.beginWrite()
      _ = try abandoned.insertEdge(
        type: "ABANDONED", source: node, target: node, isDirected: true, properties: [:])
      abandoned.rollBack()
    }
  }

  private static func holdTheWriteLock(_ path: String) throws {
    let store = try Store(path: path)
    let write = try store.beginWrite()
    _ = try write.insertNode(labels: ["Held"], properties: [:])
    say("holding")
    _ = getchar()
    try write.commit()
    say("committed")
  }

  private static func insert(_ path: String, count: Int64) throws {
    let store = try Store(path: path)
    for number in 0..<count {
      let write = try store.beginWrite()
      _ = try write.insertNode(
        labels: ["Counted"], properties: ["pid": .int(Int64(getpid())), "n": .int(number)])
      try write.commit()
    }
    say("done")
  }

  /// The first load of a file.
  private static func load(_ path: String, nodes: String, edges: String) throws {
    let store = try Store(path: path)
    say("loading")
    _ = try LoadTransaction.run(in: store, options: LoadOptions()) { load throws(StoreError) in
      try CSVImport.load([.nodes(nodes), .edges(edges)], into: load)
    }
    say("loaded")
  }

  /// Writes until the file may grow no more: a disk that is full.
  private static func writeWithin(_ path: String, byteLimit: UInt) throws {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: byteLimit, rlim_max: byteLimit)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    let store = try Store(path: path)
    let text = String(repeating: "x", count: 2_000)
    for number in Int64(0)... {
      let write = try store.beginWrite()
      _ = try write.insertNode(labels: ["Large"], properties: ["n": .int(number), "text": .string(text)])
      try write.commit()
      say("\(number)")
    }
  }

  /// Opens as a user who owns nothing.
  private static func openUnprivileged(_ path: String, mode: String) throws {
    if getuid() == 0 {
      guard setgid(65_534) == 0, setuid(65_534) == 0 else { return say("error other cannot drop privileges") }
    }
    let store = try Store(
      path: path, configuration: Configuration(mode: mode == "readOnly" ? .readOnly : .create))
    for notice in store.notices { say("notice \(notice)") }
    let read = try store.beginRead()
    say("nodes \(try read.reader().nodeCount)")
    read.end()
    do {
      _ = try store.beginWrite()
      say("writing")
    } catch {
      say("error \(error.code.rawValue) \(error.message)")
    }
  }
}
