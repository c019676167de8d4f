import GraphStore

extension GraphFormat {
  /// FollowTheMoney entities, one JSON object per line: `{"id", "schema", "properties": {"name": ["..."]}}`, as Aleph, OpenSanctions and
  /// the ICIJ exchange them. All values are texts in lists; relations are entities that name their ends.
  ///
  /// | entity | graph |
  /// |---|---|
  /// | `id` | the property `key` |
  /// | `schema` of a thing, of a relation | the node's label, the edge's type |
  /// | `name`: the caption if it is one of them, else the first; the others and `alias` | `name`; `aliases`, a list |
  /// | another property of a thing whose value is the id of another thing in the file | an edge with the property's name |
  /// | `caption`, `datasets`, `target`, `first_seen` and other members beside `properties` | properties, as JSON has them |
  static let followTheMoney = GraphFormat(
    name: "ftm", extensions: ["ftm.json", "ftm.jsonl", "ftm"], summary: "FollowTheMoney entities, as Aleph and OpenSanctions exchange them",
    losses: "all values come back as texts", passes: 2,
    write: FollowTheMoney.write,
    read: { path, intake throws(StoreError) in
      var reader = try FTMReader(path, intake.monitor)
      try reader.read(&intake)
    })
}

enum FollowTheMoney {
  /// Schemata whose entities are edges, and the properties that name the ends.
  static let relations: [String: (source: String, target: String)] = [
    "Ownership": ("owner", "asset"), "Directorship": ("director", "organization"), "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"), "Family": ("person", "relative"), "Associate": ("person", "associate"),
    "Representation": ("agent", "client"), "Payment": ("payer", "beneficiary"), "Debt": ("debtor", "creditor"),
    "Succession": ("predecessor", "successor"), "UnknownLink": ("subject", "object"), "Occupancy": ("holder", "post"),
    "Documentation": ("entity", "document"), "ContractAward": ("supplier", "contract"), "ProjectParticipant": ("participant", "project"),
    "CourtCaseParty": ("party", "case"), "Similar": ("candidate", "match"),
  ]

  /// Schemata of things; a node without one of these labels is a `Thing`.
  static let things: Set<String> = [
    "Thing", "LegalEntity", "Person", "Organization", "Company", "PublicBody", "Asset", "Address", "Airplane", "Vessel", "Vehicle",
    "RealEstate", "BankAccount", "CryptoWallet", "Contract", "CourtCase", "Document", "Pages", "PlainText", "HyperText", "Email",
    "Article", "Event", "Position", "Project", "License", "Security", "Sanction", "Passport", "Identification", "Note", "Image", "Video",
    "Audio", "Table", "Workbook", "Folder", "Package", "Message", "Post", "UserAccount", "Assessment", "Call", "TaxRoll", "Trip",
  ]

  /// What is said beside the properties, and of what kind it is.
  enum Member { case text, truth, texts }
  static let members: [String: Member] = [
    "caption": .text, "datasets": .texts, "referents": .texts, "target": .truth, "first_seen": .text, "last_seen": .text, "last_change": .text,
  ]

  /// Of an edge that is a property in the file.
  static func linkKey(_ source: String, _ name: String, _ target: String) -> String { "\(source)/\(name)/\(target)" }
}
