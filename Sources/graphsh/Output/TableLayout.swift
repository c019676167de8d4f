/// How wide each column of a table becomes, and which columns show, when a line has so many cells.
struct TableLayout: Equatable {
  /// Shown columns in order, by position; nil stands for the `…` in place of those left out.
  var columns: [Int?]
  /// Cells of content, parallel to `columns`.
  var widths: [Int]
  var hiddenColumnCount: Int

  /// Text columns may be wrapped down to this many cells before columns are left out.
  static let narrowestWrapped = 16

  /// Everything at its natural width.
  init(natural: [Int]) {
    columns = natural.indices.map { $0 }
    widths = natural
    hiddenColumnCount = 0
  }

  /// Fits the columns into `lineWidth`, wrapping the widest first, then leaving out columns from the middle.
  /// At least the first and the last column show.
  init(natural: [Int], lineWidth: Int) {
    self.init(natural: natural)
    if Self.total(natural) <= lineWidth { return }
    if let wrapped = Self.wrapped(natural, lineWidth: lineWidth) {
      widths = wrapped
      return
    }
    let minimum = natural.map { min($0, Self.narrowestWrapped) }
    var head = 1
    var tail = natural.count > 1 ? 1 : 0
    func width(_ head: Int, _ tail: Int) -> Int {
      Self.total(Array(minimum.prefix(head)) + [1] + Array(minimum.suffix(tail)))
    }
    while head + tail < natural.count - 1 {
      if width(head + 1, tail) <= lineWidth { head += 1 } else { break }
      if head + tail < natural.count - 1, width(head, tail + 1) <= lineWidth { tail += 1 }
    }
    let hidden = natural.count - head - tail
    let shown = Array(natural.indices.prefix(head)) + Array(natural.indices.suffix(tail))
    let room = hidden > 0 ? lineWidth - 4 : lineWidth
    let naturalShown = shown.map { natural[$0] }
    let fitted =
      Self.wrapped(naturalShown, lineWidth: room) ?? Self.wrapped(naturalShown, lineWidth: room, narrowest: 1)
      ?? naturalShown.map { min($0, 1) }
    columns = shown.map { $0 }
    widths = fitted
    hiddenColumnCount = hidden
    if hidden > 0 {
      columns.insert(nil, at: head)
      widths.insert(1, at: head)
    }
  }

  /// Fits the columns into `lineWidth`, giving up those of `order` one by one until the others fit. When none is left to give up, columns
  /// become narrower still, then are left out from the middle.
  init(natural: [Int], lineWidth: Int, givingUp order: [Int]) {
    let shown = Self.kept(natural, lineWidth: lineWidth, givingUp: order)
    let left = shown.map { natural[$0] }
    var inner = TableLayout(natural: left, lineWidth: lineWidth)
    if inner.hiddenColumnCount > 0, !order.isEmpty, let widths = Self.wrapped(left, lineWidth: lineWidth, narrowest: Self.narrowestAtAll) {
      inner = TableLayout(natural: left)
      inner.widths = widths
    }
    columns = inner.columns.map { $0.map { shown[$0] } }
    widths = inner.widths
    hiddenColumnCount = inner.hiddenColumnCount + natural.count - shown.count
  }

  /// Before a column gets narrower than this, one that matters less is given up.
  static let narrowestComfortable = 22
  /// As `narrowestWrapped`, where columns have been given up already.
  static let narrowestAtAll = 12

  /// The columns that stay when those of `order` are given up one by one until the others fit.
  private static func kept(_ natural: [Int], lineWidth: Int, givingUp order: [Int]) -> [Int] {
    var shown = Array(natural.indices)
    for column in order {
      let left = shown.map { natural[$0] }
      if total(left) <= lineWidth || wrapped(left, lineWidth: lineWidth, narrowest: narrowestComfortable) != nil { break }
      shown.removeAll { $0 == column }
    }
    return shown
  }

  /// True when all columns fit into `lineWidth` and none of them becomes narrow.
  static func isComfortable(natural: [Int], lineWidth: Int) -> Bool {
    total(natural) <= lineWidth || wrapped(natural, lineWidth: lineWidth, narrowest: narrowestComfortable) != nil
  }

  /// True when everything fits into `lineWidth`, with wrapping where need be, and without the columns of `order`.
  static func fits(natural: [Int], lineWidth: Int, givingUp order: [Int] = []) -> Bool {
    if order.isEmpty { return total(natural) <= lineWidth || wrapped(natural, lineWidth: lineWidth) != nil }
    let left = kept(natural, lineWidth: lineWidth, givingUp: order).map { natural[$0] }
    return fits(natural: left, lineWidth: lineWidth) || wrapped(left, lineWidth: lineWidth, narrowest: narrowestAtAll) != nil
  }

  /// Cells of a whole line: a border and two spaces for each column, and the last border.
  private static func total(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }

  /// The widths with the widest columns cut down to a common maximum so that all fit; nil when that maximum
  /// would be too narrow.
  private static func wrapped(_ natural: [Int], lineWidth: Int, narrowest: Int = narrowestWrapped) -> [Int]? {
    let available = lineWidth - 1 - 3 * natural.count
    var remaining = available
    var open = natural.count
    for width in natural.sorted() {
      let share = remaining / max(1, open)
      if width > share {
        // All further columns are at least this wide and share what remains.
        guard share >= narrowest else { return nil }
        return natural.map { min($0, share) }
      }
      remaining -= width
      open -= 1
    }
    return natural
  }
}
