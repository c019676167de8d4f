import GQL
import GraphStore

extension DotCommand {
  static let param = DotCommand(
    name: "param", arguments: "[NAME [= VALUE]] [--clear]",
    summary: "show or set a parameter: `$name` in statements",
    detail: """
      VALUE is JSON or a literal of the language: it is not computed, and a date is written `DATE '2025-03-01'`.
      Without VALUE the parameter is shown, with `--clear` forgotten.
        .param name = 'harbour levy'
        .param n=5
        .param since = DATE '2025-03-01'
        .param ids = [1, 2, 3]
      """,
    options: ["clear": false], textFollowsWord: 1
  ) { shell, arguments in
    guard var name = arguments.words.first else {
      for (name, value) in shell.parameters.sorted(by: { $0.key.precedes($1.key) })
      {
        shell.notice("$\(ValueText.name(name)) = \(value.description)\n")
      }
      return
    }
    var text = arguments.text
    let hasSign = text.hasPrefix("=") || name.dropFirst().contains("=")
    if text.hasPrefix("=") { text = String(text.dropFirst().drop(while: \.isWhitespace)) }
    // `name=value` as on the command line, also with a blank behind the sign.
    if let sign = name.firstIndex(of: "="), sign != name.startIndex {
      let value = String(name[name.index(after: sign)...])
      if !value.isEmpty { text = text.isEmpty ? value : value + " " + text }
      name = String(name[..<sign])
    }
    if name.hasPrefix("$") { name = String(name.dropFirst()) }
    if arguments.has("clear") {
      shell.parameters[name] = nil
    } else if text.allSatisfy(\.isWhitespace) {
      guard !hasSign else { throw arguments.misuse("a value is missing behind `=`; `''` is the empty text") }
      guard let value = shell.parameters[name] else { throw ShellError.failure("no parameter `\(name)`") }
      shell.notice("$\(ValueText.name(name)) = \(value.description)\n")
    } else {
      shell.parameters[name] = try ParameterText.value(text)
    }
  }
}

/// Values that are typed: on the command line, for `.param` and for `.ask`.
enum ParameterText {
  /// `name=value` in two; an error when there is no name.
  static func split(_ text: String) throws(ShellError) -> (name: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw .usage("`\(text)` is not of the form name=value")
    }
    let name = text[..<equals]
    return (String(name.hasPrefix("$") ? name.dropFirst() : name), String(text[text.index(after: equals)...]))
  }

  /// JSON, else one value of the language: nothing that computes, reads or writes (see `TypedValue`).
  static func value(_ text: String) throws(ShellError) -> Value {
    if let value = JSONValueReader.value(text) { return value }
    do throws(QueryError) {
      return try TypedValue.value(text)
    } catch {
      throw .usage(
        error.status == .invalidSyntax ? "`\(text)` is neither JSON nor a literal" : "`\(text)`: \(error.message)", hints: error.hints)
    }
  }

  /// The name of a thing, as it is typed: `2030` and `true` are names here. Quotes of JSON or of a literal fall away.
  static func name(_ text: String, orNull: Bool) -> Value {
    if orNull, text.uppercased() == "NULL" { return .null }
    if case .string(let quoted)? = try? valueOrName(text) { return .string(quoted) }
    return .string(text)
  }

  /// As `value(_:)`, but a text that looks like no literal stands for itself: names need no quotes.
  static func valueOrName(_ text: String) throws(ShellError) -> Value {
    if let value = JSONValueReader.value(text) { return value }
    // A number, but no sum: a day such as 2025-03-02 is a text.
    let isOneWord = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    if text.first?.isNumber == true, isOneWord, let value = try? value(text) { return value }
    let looksLikeLiteral =
      text.first.map { "'\"[{(-+$".contains($0) } ?? false
      || text.utf8.contains(UInt8(ascii: "'")) && text.uppercased().contains("DATE")
      || ["TRUE", "FALSE", "NULL", "UNKNOWN"].contains(text.uppercased())
    return looksLikeLiteral ? try value(text) : .string(text)
  }
}
