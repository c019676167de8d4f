/// Looking at a graph as it was known on a day: the same words in the shell and on the command line.
enum AsOfHelp {
  static let rule = """
    An edge was known from the day on which its document was published: its `publication_date`, else that of the Document that its `source` \
    names, else its own `date_from`. One that tells no day always was. A thing was known as soon as one of its edges, a Document from \
    its `publication_date`. Both are days as they stand in the graph: what a document tells of earlier days was not known before it.
    """

  static let text = """
    --as-of DATE
      the graph as it was known on a day

    """
    + TextWrapping.lines(rule, width: 79).map { $0 + "\n" }.joined() + """

      .backs harbour levy --as-of 2025-03-03    any question
      .set as-of 2025-03-03                     all questions and statements from here on
      .set as-of off
    A DATE is `2025-03-03`, `2025-03` or `2025`, whose last day counts. Nothing can be written meanwhile.

    """
}
