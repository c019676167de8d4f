import GQL
import GraphStore

extension OutputFormat {
  /// Each row as a block of `name = value` lines, blocks parted by an empty line. Nothing is left out.
  static let line = OutputFormat(
    name: "line", summary: "One field per line: `name = value`, rows parted by an empty line."
  ) { result, context, write in
    let names = result.columns.map { VisibleText.escaped($0.name) }
    let width = names.reduce(0) { max($0, DisplayWidth.of($1)) }
    for (position, row) in result.rows.enumerated() {
      if position > 0 { write("\n") }
      for (name, value) in zip(names, row) {
        let label = DisplayWidth.padded(name, to: width, alignsRight: true)
        write("\(context.style.bold(label)) = \(CellText.of(value, nullText: context.nullText))\n")
      }
    }
  }
}
