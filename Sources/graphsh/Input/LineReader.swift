/// Where lines come from.
enum InputEvent: Equatable {
  /// One or several lines, without the last line break.
  case text(String)
  /// Ctrl-C at the prompt.
  case interrupted
  /// The line of this number, from 1, is not UTF-8.
  case unreadable(line: Int)
  /// Reading failed, for a reason of the system's; nothing more comes.
  case broken(reason: String)
  case end
}
