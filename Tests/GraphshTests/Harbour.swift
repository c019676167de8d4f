import GQL
import GraphStore

@testable import graphsh

/// An invented story in the shape of the question `backs`.
enum Harbour {
  static let columns: [(String, ValueType)] = [
    ("section", .string), ("actor", .string), ("actor_label", .string), ("edge_type", .string),
    ("verb", .string), ("sign", .int),
    ("strength", .int), ("short", .string), ("condition", .string), ("modality", .string), ("since", .any),
    ("since_is_inferred", .bool), ("speakers", .list(.string)), ("documents", .list(.string)),
    ("document_dates", .list(.string)),
    ("origins", .int), ("certainty", .string), ("gist", .string), ("disputes", .list(.string)),
    ("note", .string),
  ]

  static func row(
    _ section: String, _ actor: String, label: String? = nil, type: String = "", verb: String? = nil,
    sign: Int64? = nil,
    strength: Int64 = 0, short: String? = nil, condition: String? = nil, modality: String = "actual",
    since: String? = nil,
    isInferred: Bool = false, speakers: [String] = [], documents: [(String, String)] = [],
    origins: Int64? = nil,
    disputes: [String] = [], note: String? = nil
  ) -> [Value] {
    func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }
    func list(_ texts: [String]) -> Value { .list(texts.map(Value.string)) }
    return [
      .string(section), .string(actor), text(label), .string(type), text(verb), sign.map(Value.int) ?? .null,
      .int(strength),
      text(short), text(condition), .string(modality), text(since), .bool(isInferred), list(speakers),
      list(documents.map(\.0)), list(documents.map(\.1)), origins.map(Value.int) ?? .null, .string("stated"),
      .null,
      list(disputes), text(note),
    ]
  }

  static let a = ("harbour-a", "2025-05-02")
  static let b = ("harbour-b", "~2025-05-03")
  static let c = ("harbour-c", "2025-05-09")

  static let result = GraphshTests.result(
    columns,
    [
      row("SUBJECT", "Harbour levy", short: "ferries, cargo", condition: "fishing"),
      row(
        "FOR", "Ada Osei", verb: "proposes", sign: 1, strength: 3, short: "as first step, before the vote",
        since: "2025-05-01",
        isInferred: true, documents: [a, b], origins: 2,
        disputes: ["documents differ on when she first voiced it"]),
      row(
        "FOR", "Port Council", verb: "supports", sign: 1, strength: 2, condition: "if revenue stays local",
        modality: "conditional",
        since: "2025-05-09", documents: [c], origins: 1),
      row(
        "RESERVED", "Jon Vale", verb: "withholds", sign: 0, strength: 1, short: "wants cost figures",
        since: "2025-05-02",
        documents: [a, b], origins: 1),
      row(
        "DISPUTED", "Norland", label: "state", verb: "proposes", sign: 1, short: "it with Osei",
        since: "2025-05-01",
        isInferred: true, speakers: ["Ada Osei"], documents: [a]),
      row(
        "DISPUTED", "Norland", label: "state", verb: "", sign: 0, short: "nothing agreed",
        since: "2025-05-02",
        speakers: ["its transport minister"], documents: [b]),
      row("NOT COUNTED", "Fishers' Union", verb: "opposes", short: "fishing levy", note: "other scope"),
    ])
}
