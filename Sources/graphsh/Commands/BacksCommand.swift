extension DotCommand {
  static let backs = DotCommand(
    name: "backs", arguments: "[NAME] [--by ACTOR] [--with-state] [--as-of DATE] [--show]",
    summary: "who backs what, and who says so",
    detail: """
      With NAME: the positions on it. With `--by`: the positions of an actor. Bare: what there is to ask about, with counts.
      Names resolve through aliases, without regard to case, diacritics and script (Latin, Cyrillic, Greek); where several things have a name, `NAME (LABEL)` says which.
        .backs harbour levy
        .backs --by Ada Osei
        .backs --by Norland --with-state    also positions of those who speak for a state
        .backs levy --show                 the query behind it
      In a mode for programs its rows come out.
      """,
    options: ["by": true, "with-state": false, "as-of": true, "show": false], completes: .target, optionCompletes: ["by": .actor]
  ) { shell, arguments in
    let call = try QuestionCall.backs(
      words: arguments.words, by: arguments.options["by"], wordsBefore: arguments.wordsBefore["by"] ?? 0, withState: arguments.has("with-state"))
    try shell.answer(call, asOf: arguments.options["as-of"], showsText: arguments.has("show"))
  }
}
