import GraphStore

/// How a node looks: its shape says what kind of thing it is, its colour which label it carries.
package struct DOTNodeStyle: Hashable {
  /// The label that decides; nil for a node without labels.
  package let label: String?
  let shape: Shape
  package var fill: String

  /// Shapes with the words of labels that mean them. Words are compared without regard to case.
  enum Shape: String, CaseIterable {
    case person, organization, country, place, proposal, event, document, office, statement, conflict, money,
      other

    var words: [String] {
      switch self {
      case .person: ["person", "people", "human"]
      case .organization:
        ["organization", "organisation", "company", "party", "group", "agency", "media", "institution"]
      case .country: ["country", "state", "nation"]
      case .place: ["place", "city", "region", "location"]
      case .proposal: ["proposal", "plan", "idea", "policy", "law", "project"]
      case .event: ["event", "meeting", "summit"]
      case .document: ["document", "article", "source", "report", "book"]
      case .office: ["office", "role", "position", "post"]
      case .statement: ["claim", "statement", "quote"]
      case .conflict: ["dispute", "conflict", "contradiction"]
      case .money: ["fund", "aid", "pledge", "money", "amount", "budget"]
      case .other: []
      }
    }

    /// Graphviz's shape and style.
    var attributes: String {
      switch self {
      case .person: "shape=ellipse, style=filled"
      case .organization: "shape=box, style=\"filled,rounded\""
      case .country: "shape=hexagon, style=filled"
      case .place: "shape=house, style=filled"
      case .proposal: "shape=note, style=filled"
      case .event: "shape=octagon, style=filled"
      case .document: "shape=folder, style=filled"
      case .office: "shape=tab, style=filled"
      case .statement: "shape=box, style=filled"
      case .conflict: "shape=doubleoctagon, style=filled"
      case .money: "shape=cylinder, style=filled"
      case .other: "shape=box, style=\"filled,rounded\""
      }
    }

    init(label: String) {
      let word = label.lowercased()
      self = Shape.allCases.first { $0.words.contains(word) } ?? .other
    }
  }

  /// The first label that means a kind of thing decides, else the first label.
  package init(labels: [String]) {
    let deciding = labels.first { Shape(label: $0) != .other } ?? labels.first
    label = deciding
    shape = deciding.map { Shape(label: $0) } ?? .other
    fill = deciding.map(DOTPalette.fill) ?? DOTPalette.unlabeled
  }
}

/// Colours that people with any kind of colour blindness tell apart: Paul Tol's *light* scheme, made to be
/// filled behind black text (personal.sron.nl/~pault). A label's colour depends on its name, so that it is mostly
/// the same in every picture; of labels that would share one in a picture, the later by name take free ones.
package enum DOTPalette {
  package static let fills = [
    "#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#AAAA00",
  ]
  /// Each with as much white, for pictures with more labels.
  private static let tints = [
    "#BBD4EE", "#F6C3B3", "#F6EEC4", "#FFD4DD", "#CCEEFF", "#A1DDCD", "#DDE699", "#D4D480",
  ]
  package static let unlabeled = "#DDDDDD"
  package static let text = "#111111"

  package static func fill(_ label: String) -> String { fills[Int(hash(label) >> 32) % fills.count] }

  /// The colours of the labels of one picture: different ones as long as there are.
  static func fills(of labels: Set<String>) -> [String: String] {
    let sorted = labels.inCodePointOrder
    var fills: [String: String] = [:]
    var free = Self.fills
    var others: [String] = []
    for label in sorted {
      let own = fill(label)
      guard let place = free.firstIndex(of: own) else {
        others.append(label)
        continue
      }
      fills[label] = free.remove(at: place)
    }
    free += tints
    for label in others { fills[label] = free.isEmpty ? fill(label) : free.removeFirst() }
    return fills
  }

  /// FNV-1a, then a mix; the start is chosen so that common labels (Person, Organization, Country, Proposal,
  /// Event, Document, Place, Claim) differ.
  private static func hash(_ text: String) -> UInt64 {
    var hash = start
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return hash ^ (hash >> 32)
  }

  private static let start: UInt64 = 480
}
