#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Graph {
  /// As `export(_:of:_:to:)` with a path; `url` is a file's.
  public func export(
    _ format: PictureFormat, of text: String, _ parameters: [String: Value] = [:], to url: URL
  ) throws(QueryError) {
    guard url.isFileURL else { throw QueryError(.storeFailure, "a picture is written to a file, not to `\(url.absoluteString)`") }
    try export(format, of: text, parameters, to: url.path)
  }
}
