import GQL
import GraphStore

/// Cells that a value needs beside its name: with fewer, the terminal breaks it.
private let leastRoom = 16

extension OutputFormat {
  /// Each row as a block of `name = value` lines, blocks parted by an empty line. Nothing is left out. On a screen long values go on
  /// below themselves.
  static let line = OutputFormat(
    name: "line", summary: "One field per line: `name = value`, rows parted by an empty line."
  ) { result, context, write in
    let names = result.columns.map { VisibleText.escaped($0.name) }
    let separator = " = "
    let width = names.reduce(0) { max($0, DisplayWidth.of($1)) }
    for (position, row) in result.rows.enumerated() {
      if position > 0 { write("\n") }
      for (name, value) in zip(names, row) {
        let label = DisplayWidth.padded(name, to: width, alignsRight: true)
        let text = CellText.of(value, nullText: context.nullText)
        let room = context.screen.map { $0.width - width - separator.count } ?? 0
        let lines = room >= leastRoom ? TextWrapping.lines(text, width: room) : [text]
        write("\(context.style.bold(label))\(separator)\(lines[0])\n")
        for rest in lines.dropFirst() { write(String(repeating: " ", count: width + separator.count) + rest + "\n") }
      }
    }
  }
}
