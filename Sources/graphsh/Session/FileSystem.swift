import Glibc

/// Files that are not graphs. A graph's file is never opened here: closing it would drop SQLite's locks.
enum FileSystem {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// Whether both name one file that is there.
  static func isSame(_ a: String, _ b: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Whether a file holds a SQLite database. It must not be one that this process has open.
  static func isDatabase(_ path: String) -> Bool {
    start(of: path, count: 16) == Array("SQLite format 3\0".utf8)
  }

  /// The name of the program that unpacks a compressed file to stdout; nil when it is none.
  static func unpacker(for path: String) -> String? {
    let start = start(of: path, count: 6)
    let kinds: [(magic: [UInt8], program: String)] = [
      ([0x1F, 0x8B], "gunzip -c"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -dc"), (Array("BZh".utf8), "bunzip2 -c"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz -dc"), (Array("PK\u{3}\u{4}".utf8), "unzip -p"),
    ]
    return kinds.first { start.starts(with: $0.magic) }?.program
  }

  /// The first bytes of a regular file, fewer when it is shorter.
  private static func start(of path: String, count: Int) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    return Array(bytes[..<max(0, read(descriptor, &bytes, count))])
  }

  /// The path from the root, as the file is reached now.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }

  /// `~/` is the home folder.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A script's text, at most `scriptSizeLimit` bytes. A byte order mark is dropped.
  static func text(of path: String) throws(ShellError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .failure("cannot read `\(path)`: \(SystemError.text())") }
    defer { close(descriptor) }
    guard let text = try text(of: descriptor, name: path) else { throw .failure("`\(path)` is not UTF-8") }
    return text
  }

  /// Bytes of a script.
  static let scriptSizeLimit = 256 << 20

  /// Everything that can be read from a descriptor; nil when that is not UTF-8.
  private static func text(of descriptor: Int32, name: String) throws(ShellError) -> String? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .failure("cannot read `\(name)`: \(SystemError.text())") }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= scriptSizeLimit else {
        throw .failure("`\(name)` is larger than \(SizeText.of(scriptSizeLimit))")
      }
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Names in a folder, sorted; empty when it cannot be read.
  static func entries(of folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes a folder and those above it, for the owner only.
  static func makeFolder(_ path: String) {
    var partial = ""
    for part in path.split(separator: "/") {
      partial += "/" + part
      mkdir(partial, 0o700)
    }
  }
}
