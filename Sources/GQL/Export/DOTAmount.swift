import GraphStore

/// The sum that an edge tells, shortened where nothing is lost by it: `1.6 billion GBP`, `12,500 EUR`.
struct DOTAmount {
  let text: String

  /// Nil when the edge tells no whole number.
  init?(_ properties: Record, _ options: DOTOptions) {
    guard case .int(let amount)? = properties[options.amountKey] else { return nil }
    var unit = ""
    if case .string(let name)? = properties[options.currencyKey], !name.isEmpty { unit = " " + name }
    text = Self.number(amount) + unit
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
