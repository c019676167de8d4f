import Glibc

/// A picture's file: what it is, and writing it.
public enum PictureFormat: String, Sendable, CaseIterable {
  case dot, svg, png

  /// By the extension of a file's name (`.gv` is DOT too); nil for others.
  public init?(path: String) {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
    guard let point = name.lastIndex(of: ".") else { return nil }
    let fileExtension = name[name.index(after: point)...].lowercased()
    if let format = fileExtension == "gv" ? .dot : PictureFormat(rawValue: fileExtension) {
      self = format
    } else {
      return nil
    }
  }
}

extension DOTDocument {
  /// The file's bytes in `format`; Graphviz draws all but DOT.
  public func rendered(as format: PictureFormat, by graphviz: Graphviz = Graphviz()) throws(QueryError)
    -> [UInt8]
  {
    switch format {
    case .dot: Array(text.utf8)
    case .svg: try graphviz.render(self, as: .svg)
    case .png: try graphviz.render(self, as: .png)
    }
  }

  /// Replaces the file at `path`, once the picture is complete.
  public func write(to path: String, as format: PictureFormat, by graphviz: Graphviz = Graphviz())
    throws(QueryError)
  {
    let bytes = try rendered(as: format, by: graphviz)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.cannotWrite(path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
      }
      if count < 0 && errno != EINTR { throw Self.cannotWrite(path) }
      written += max(0, count)
    }
  }

  private static func cannotWrite(_ path: String) -> QueryError {
    QueryError(.storeFailure, "cannot write `\(path)`: \(String(cString: strerror(errno)).lowercased())")
  }
}
