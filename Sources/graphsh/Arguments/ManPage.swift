import ArgumentParser
import GQL
import GraphFormats

/// `graphsh --man-page`: the manual in roff, made of the same declarations as `--help`, `.help` and the completion scripts.
enum ManPage {
  static var text: String {
    var page = Roff()
    page.header("GRAPHSH", section: 1, "graphsh \(GraphShell.version)", "User Commands")
    page.section("NAME")
    page.paragraph("graphsh - a knowledge graph in one SQLite file, asked in ISO GQL")
    page.section("SYNOPSIS")
    page.preformatted(OpenVerb.configuration.usage ?? "")
    page.section("OPTIONS")
    page.preformatted(options(of: OpenVerb.self))
    page.section("VERBS")
    for verb in GraphShellVerbs.configuration.subcommands {
      guard let name = verb.configuration.commandName, verb.configuration.shouldDisplay else { continue }
      page.subsection("graphsh \(name)")
      page.preformatted(GraphShellVerbs.helpMessage(for: verb, columns: 78))
    }
    page.section("COMMANDS OF THE SHELL")
    page.paragraph("A command is a line that begins with a dot; everything else is a statement and ends with a semicolon.")
    for command in DotCommandTable.all {
      page.item(".\(command.name) \(command.arguments)", command.summary)
      page.preformatted(command.detail)
    }
    page.section("SETTINGS")
    for setting in Setting.all { page.item(".set \(setting.name) \(setting.placeholder)", setting.summary) }
    page.section("MODES")
    for format in OutputFormat.all { page.item(format.name, format.summary) }
    page.section("KEYS")
    for (keys, what) in keys { page.item(keys, what) }
    page.section("ENVIRONMENT")
    for (name, what) in environment { page.item(name, what) }
    page.section("FILES")
    page.item("~/.config/graphsh/graphshrc", "Commands and statements that run when the shell opens; never from the current folder. XDG_CONFIG_HOME moves it.")
    page.item("~/.local/state/graphsh/history", "What was typed, for the owner only. XDG_STATE_HOME moves it.")
    page.section("EXIT STATUS")
    page.paragraph("0 success, 1 a statement failed, 2 usage, 3 cannot open, 130 interrupted.")
    return page.text
  }

  static let keys: [(String, String)] = [
    ("Tab", "complete; when several fit, what they have in common, then a list, then one after the other"), ("Enter", "run when the statement is complete, else a new line"),
    ("Alt-Enter", "a new line"), ("Ctrl-C", "stop the query; at the prompt, drop the line"), ("Ctrl-D", "leave, on an empty line"),
    ("Ctrl-R", "search history"), ("Up, Down", "lines of the text, then history"), ("Ctrl-A, Ctrl-E", "beginning and end of the line"),
    ("Ctrl-W, Ctrl-U, Ctrl-K, Ctrl-Y", "cut a word, to the beginning, to the end; put back"), ("Alt-B, Alt-F", "a word back and forth"),
    ("Ctrl-_", "undo"), ("Ctrl-L", "clear the screen"), ("Ctrl-Z", "suspend"),
  ]

  static let environment: [(String, String)] = [
    ("NO_COLOR", "When not empty: no colours."), ("PAGER", "Shows what is taller than the screen; else less with -FRX."),
    ("COLORFGBG", "Tells a light background from a dark one."), ("TERM", "`dumb`: plain lines, no editor."),
  ]

  /// Without what the sections of the page say better.
  private static func options(of command: any ParsableCommand.Type) -> String {
    let help = command.helpMessage(columns: 78)
    guard let start = help.firstRange(of: "ARGUMENTS:") ?? help.firstRange(of: "OPTIONS:") else { return help }
    return String(help[start.lowerBound...])
  }
}

/// The man macros that a page needs (man(7)).
private struct Roff {
  private(set) var text = ""

  mutating func header(_ name: String, section: Int, _ source: String, _ manual: String) {
    text += ".TH \(name) \(section) \"\" \"\(source)\" \"\(manual)\"\n"
  }

  mutating func section(_ name: String) { text += ".SH \(name)\n" }
  mutating func subsection(_ name: String) { text += ".SS \(Self.escaped(name))\n" }
  mutating func paragraph(_ content: String) { text += ".PP\n" + Self.line(content) }

  mutating func item(_ term: String, _ content: String) {
    text += ".TP\n.B " + Self.escaped(term).replacing("\"", with: "\\(dq") + "\n" + Self.line(content)
  }

  mutating func preformatted(_ content: String) {
    text += ".PP\n.nf\n" + content.lines.map(Self.line).joined() + ".fi\n"
  }

  private static func line(_ content: String) -> String {
    let escaped = escaped(content)
    // A dot or quote at the beginning would be a macro.
    return (escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" : "") + escaped + "\n"
  }

  private static func escaped(_ content: String) -> String {
    content.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("`", with: "\\(ga").replacing("^", with: "\\(ha").replacing("~", with: "\\(ti")
  }
}
