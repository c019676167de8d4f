import GraphStore

/// The sum that an edge tells, shortened where nothing is lost by it: `1.6 billion GBP (announced)`, `up to 12,500 EUR`.
struct DOTAmount {
  let text: String
  /// What the sum is a part of; nil = it stands alone.
  let whole: String?

  /// Nil when the edge tells no whole number.
  init?(_ properties: Record, _ options: DOTOptions) {
    guard case .int(let amount)? = properties[options.amountKey] else { return nil }
    var unit = ""
    if case .string(let name)? = properties[options.currencyKey], !name.isEmpty { unit = " " + name }
    let isCeiling = if case .bool(true)? = properties[options.ceilingKey] { true } else { false }
    let qualities = [options.statusKey, options.kindKey].compactMap { DOTArrow.texts(properties[$0]).first }
    text = (isCeiling ? "up to " : "") + Self.number(amount) + unit + (qualities.isEmpty ? "" : " (\(qualities.joined(separator: ", ")))")
    whole = if case .string(let name)? = properties[options.partKey], !name.isEmpty { name } else { nil }
  }

  /// The sums of edges that one arrow shows, each once; a part stands behind its whole, `including 3,000 EUR`, or tells it.
  static func texts(of edges: [Edge], _ options: DOTOptions) -> [String] {
    let amounts = edges.compactMap { DOTAmount($0.properties, options) }
    let hasWhole = amounts.contains { $0.whole == nil }
    let texts =
      amounts.filter { $0.whole == nil }.map(\.text)
      + amounts.compactMap { part in part.whole.map { hasWhole ? "including \(part.text)" : "\(part.text), part of \($0)" } }
    return texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func number(_ amount: Int64) -> String {
    for (size, word) in [(Int64(1_000_000_000), "billion"), (1_000_000, "million")] where amount.magnitude >= size.magnitude {
      if amount % (size / 10) == 0 {
        let tenth = (amount % size / (size / 10)).magnitude
        return "\(grouped(amount / size))\(tenth == 0 ? "" : ".\(tenth)") \(word)"
      }
    }
    return grouped(amount)
  }

  /// `12,500`.
  private static func grouped(_ amount: Int64) -> String {
    var digits = Array(String(amount.magnitude))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return (amount < 0 ? "-" : "") + String(digits)
  }
}
