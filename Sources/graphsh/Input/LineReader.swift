/// Where lines come from.
enum InputEvent: Equatable {
  /// One or several lines, without the last line break.
  case text(String)
  /// Ctrl-C at the prompt.
  case interrupted
  /// The line of this number, from 1, is not UTF-8.
  case unreadable(line: Int)
  case end
}
