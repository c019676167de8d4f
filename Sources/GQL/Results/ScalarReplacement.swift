extension String {
  /// Every occurrence of one scalar replaced. Unlike `replacing`, which compares whole characters, this finds
  /// a quote that carries a combining mark.
  package func replacingScalar(_ scalar: Unicode.Scalar, with replacement: String) -> String {
    if !unicodeScalars.contains(scalar) { return self }
    var result = ""
    for current in unicodeScalars {
      if current == scalar { result += replacement } else { result.unicodeScalars.append(current) }
    }
    return result
  }

  /// The lines between `\n`; a `\r` before it goes with it.
  package var lines: [String] {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.last == "\r" ? String(line.dropLast()) : String(line)
    }
  }
}
