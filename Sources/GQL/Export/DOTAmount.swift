import GraphStore

/// The sum that an edge tells, shortened where nothing is lost by it: `1.6 billion GBP (announced)`, `up to 12,500 EUR`.
struct DOTAmount {
  let text: String
  /// What the sum is a part of; nil = it stands alone.
  let whole: String?

  /// Nil when the edge tells no number.
  init?(_ properties: Record, _ options: DOTOptions) {
    let amount: ExactDecimal
    switch properties[options.amountKey] {
    case .int(let number): amount = ExactDecimal(coefficient: Int128(number), scale: 0)
    case .decimal(let number): amount = number
    case .float(let number):
      guard let number = ExactDecimal(number) else { return nil }
      amount = number
    default: return nil
    }
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

  /// `1.6 billion`, `12,500`, `1,234,567.89`: nothing is rounded.
  private static func number(_ amount: ExactDecimal) -> String {
    let amount = amount.canonical
    for (tenths, word) in [(Int128(100_000_000), "billion"), (100_000, "million")] where amount.scale == 0 {
      guard amount.coefficient.magnitude >= 10 * tenths.magnitude, amount.coefficient % tenths == 0 else { continue }
      return "\(grouped(ExactDecimal(coefficient: amount.coefficient / tenths, scale: 1).canonical)) \(word)"
    }
    return grouped(amount)
  }

  /// `12,500`.
  private static func grouped(_ amount: ExactDecimal) -> String {
    var text = Array(amount.text)
    var place = (text.firstIndex(of: ".") ?? text.count) - 3
    while place > (amount.coefficient < 0 ? 1 : 0) {
      text.insert(",", at: place)
      place -= 3
    }
    return String(text)
  }
}
