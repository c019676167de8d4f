/// Where lines come from.
enum InputEvent: Equatable {
  /// One or several lines, without the last line break.
  case text(String)
  /// Ctrl-C at the prompt.
  case interrupted
  case end
}
