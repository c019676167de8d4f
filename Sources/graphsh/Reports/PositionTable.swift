import GQL
import GraphStore

/// The columns of the question `backs`, and its rows as the report reads them. One place, shared with nobody
/// else in the shell.
///
/// | Column | Type | Meaning |
/// |---|---|---|
/// | section | STRING | SUBJECT, FOR, RESERVED, OPPOSED, DISPUTED, CHANGED, SPLIT, NEUTRAL, UNSIGNED or NOT COUNTED |
/// | actor, actor_label | STRING | who; in SUBJECT the thing (or actor) asked about |
/// | edge_type, verb | STRING | the stance, and how to say it; the type in lower case when there is no verb |
/// | sign | INT | +1, 0, -1; null without a vocabulary |
/// | strength | INT | order within a section, strongest first |
/// | scope | STRING or LIST | what part of the thing a position is on; nothing for the whole |
/// | short, condition | STRING or LIST | qualifiers shown beside the verb; in SUBJECT what the thing covers and excludes |
/// | modality, certainty | STRING | shown unless `actual` and `stated` |
/// | since | STRING or DATE | earliest event date, else publication: a day, month, year, `A/B`, `by B` or `since A` |
/// | since_is_inferred | BOOL | shown as `~` |
/// | speakers | LIST<STRING> | who says so, if not the actor |
/// | documents | LIST<STRING> | names; a document keeps its number [n] through the report |
/// | document_dates | LIST | parallel to documents; `~` in front of a text when inferred |
/// | origins | INT | distinct utterances behind the documents |
/// | gist | STRING | stands in for `short` and `condition` where both are null |
/// | disputes | LIST<STRING> | shown as footnotes `!1` |
/// | note | STRING | a footnote; in NOT COUNTED why not |
///
/// Only section, actor and verb or edge_type must be there. Columns of other names are ignored.
struct PositionTable {
  struct Row {
    var section = ""
    var actor = ""
    var actorLabel: String?
    var verb = ""
    var sign: Int?
    var strength = 0.0
    /// With its `only:`.
    var scope: String?
    var short: String?
    /// With its `if`; in SUBJECT what the thing excludes.
    var condition: String?
    var modality: String?
    var certainty: String?
    var since: String?
    var sinceIsInferred = false
    var speakers: [String] = []
    var documents: [String] = []
    var documentDates: [String] = []
    var origins: Int?
    var gist: String?
    var disputes: [String] = []
    var note: String?
  }

  var rows: [Row]

  /// Nil when the result has not these columns, such as the overview of what there is to ask about.
  init?(_ result: QueryResult) {
    let names = Set(result.columns.map(\.name))
    guard names.isSuperset(of: ["section", "actor"]), !names.isDisjoint(with: ["verb", "edge_type"]) else {
      return nil
    }
    rows = result.map(Self.row)
  }

  private static func row(_ cells: GQL.Row) -> Row {
    func text(_ name: String) -> String? { Self.text(cells[name]) }
    func list(_ name: String) -> [String] {
      switch cells[name] {
      case .list(let elements)?: elements.map { Self.text($0) ?? "" }
      case let single: Self.text(single).map { [$0] } ?? []
      }
    }
    var row = Row()
    row.section = text("section")?.uppercased() ?? "UNSIGNED"
    row.actor = text("actor") ?? "someone"
    row.actorLabel = text("actor_label")
    row.verb = text("verb") ?? text("edge_type").map { $0.lowercased().replacingScalar("_", with: " ") } ?? ""
    row.sign = number(cells["sign"]).map(Int.init)
    row.strength = number(cells["strength"]) ?? 0
    row.scope = text("scope").map { "only: \($0)" }
    row.short = text("short") ?? text("qualifier")
    // Conditions of several documents are alternatives, what a subject excludes is a list.
    row.condition = row.section == "SUBJECT" ? text("condition") : Self.conditions(list("condition"))
    row.modality = text("modality")
    row.certainty = text("certainty")
    row.since = text("since")
    row.sinceIsInferred = if case .bool(true)? = cells["since_is_inferred"] { true } else { false }
    row.speakers = list("speakers")
    row.documents = list("documents")
    row.documentDates = list("document_dates")
    row.origins = number(cells["origins"]).map(Int.init)
    row.gist = text("gist")
    row.disputes = list("disputes")
    row.note = text("note")
    return row
  }

  /// `if A / if B`.
  private static func conditions(_ conditions: [String]) -> String? {
    let texts = conditions.filter { !$0.isEmpty }.map { $0.hasPrefix("if ") ? $0 : "if \($0)" }
    return texts.isEmpty ? nil : texts.joined(separator: " / ")
  }

  /// Nil for null, a missing column and the empty string.
  private static func text(_ value: Value?) -> String? {
    guard let value else { return nil }
    if case .null = value { return nil }
    if case .list(let items) = value {
      let texts = items.compactMap(Self.text)
      return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }
    let text = CellText.of(value, nullText: "")
    return text.isEmpty ? nil : text
  }

  private static func number(_ value: Value?) -> Double? {
    switch value {
    case .int(let number)?: Double(number)
    case .float(let number)? where number.isFinite && abs(number) < 1e15: number
    default: nil
    }
  }
}
