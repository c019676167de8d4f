import GQL

extension DotCommand {
  static let dot = DotCommand(
    name: "dot", arguments: "FILE [QUERY] [--between] [--apart] [--backs NAME] [--as-of DATE] [--no-open]",
    summary: "draw a result as .dot, .svg or .png",
    detail: """
      QUERY's nodes, edges and paths are drawn; without QUERY, the whole graph, if it is small enough.
      Options come before QUERY:
        --between      also draw edges between the nodes of the result
        --apart        draw parallel edges one by one in place of one edge with `×3`
        --backs NAME   draw the positions on NAME
        --as-of DATE   draw what was known on a day
        --no-open      do not show the picture
      SVG and PNG need Graphviz (`apt-get install graphviz`). At a terminal on a desktop they are shown by `xdg-open`, or `open` on macOS.
        .dot levy.svg MATCH (a)-[e:SUPPORTS|OPPOSES]->(b {name: 'harbour levy'}) RETURN a, e, b
        .dot all.dot
      """,
    options: ["between": false, "apart": false, "backs": true, "as-of": true, "no-open": false], textFollowsWord: 1, optionOfManyWords: "backs", completes: .file,
    optionCompletes: ["backs": .thing]
  ) { shell, arguments in
    guard let path = arguments.words.first.map(FileSystem.expanded) else { throw arguments.misuse() }
    try shell.refuseIfSafe("writing files")
    var request = PictureRequest(path: path)
    request.includesEdgesBetween = arguments.has("between")
    request.collapsesParallelEdges = !arguments.has("apart")
    request.backs = try arguments.manyWords()
    request.query = arguments.text.isEmpty ? nil : arguments.text
    let day = arguments.options["as-of"]
    let drawn = try day.map { try shell.looking(asOf: $0) { try shell.draw(request) } } ?? shell.draw(request)
    shell.notice(VisibleText.escaped(drawn) + "\n")
    if !arguments.has("no-open") { shell.showPicture(at: path) }
  }
}
