import GraphStore

/// The mistake to point at while someone types.
package enum MistakeAtCursor {
  /// UTF-8 bytes of a statement beyond which only its syntax is looked at: typing must not wait. 8 KiB take under 5 ms.
  package static let analysisSizeLimit = 8 << 10

  /// Where the first mistake in the statement around the cursor is: one of syntax, else one of names, types or rules.
  ///
  /// Nil while the statement may only be incomplete: what reaches the last word is not judged before `;` stands behind it, nor is a word
  /// that the cursor still touches. Names of graphs and procedures are not looked up, so statements that name them are not analyzed.
  package static func span(in text: String, cursor: Int, dialect: Dialect = .gql) -> SourceSpan? {
    let source = SourceText(text)
    guard source.bytes.count <= TextHighlighting.sizeLimit else { return nil }
    let pieces = StatementSplitter.split(source, dialect: dialect)
    guard let piece = pieces.last(where: { $0.span.start <= cursor }) else { return nil }
    let statement = source.text(of: piece.span)
    // What the lexer complains about is shown as such.
    let (tokens, lexical) = Lexer.tokenize(SourceText(statement), dialect: dialect)
    guard lexical.isEmpty, tokens.count > 1 else { return nil }
    let lastWord = tokens[tokens.count - 2].span
    guard let found = firstError(in: statement, tokens, dialect) else { return nil }
    let isTouched = piece.span.start + found.start <= cursor && cursor <= piece.span.start + found.end
    guard found.end > found.start, piece.isTerminated || found.end <= lastWord.start, piece.isTerminated || !isTouched else { return nil }
    return SourceSpan(piece.span.start + found.start, piece.span.start + found.end)
  }

  private static func firstError(in text: String, _ tokens: [Token], _ dialect: Dialect) -> SourceSpan? {
    let (statements, diagnostics) = Parser.parse(text, dialect: dialect)
    if let error = diagnostics.first(where: { $0.severity == .error }) { return error.span }
    guard text.utf8.count <= analysisSizeLimit, statements.count == 1, let statement = statements.first,
      !tokens.contains(where: { $0.keyword.map(namesObjects) ?? false })
    else { return nil }
    return Analyzer(parameters: nil as [String: ValueType]?).analyze(statement).diagnostics.first { $0.severity == .error }?.span
  }

  /// Whether what follows the word is looked up in the catalog of the file.
  private static func namesObjects(_ keyword: Keyword) -> Bool {
    [.use, .graph, .schema, .at, .call, .from, .session, .drop].contains(keyword)
  }
}
