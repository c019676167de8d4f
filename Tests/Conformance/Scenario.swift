import Foundation

/// One scenario of the openCypher kit, in the form of its JSON lines.
struct Scenario: Decodable {
  struct Given: Decodable {
    var kind: String
    var graph: String?
    var setup: [String]
  }
  struct Field: Decodable {
    var name: String
    var type: String
  }
  struct Table: Decodable {
    var name: String
    var inputs: [Field]
    var outputs: [Field]
    var columns: [String]
    var rows: [[String]]
  }
  struct When: Decodable { var query: String }
  struct Then: Decodable {
    var kind: String
    var ordered: Bool?
    var ignore_list_order: Bool?
    var columns: [String]?
    var rows: [[String]]?
    var type: String?
    var phase: String?
    var detail: String?
  }
  struct Step: Decodable {
    var when: When
    var then: Then
    var side_effects: [String: Int]?
  }

  var id: String
  var tags: [String]
  var given: Given
  var parameters: [String: String]
  var procedures: [Table]
  var when: When
  var then: Then
  var side_effects: [String: Int]?
  var more: [Step]

  var steps: [Step] { [Step(when: when, then: then, side_effects: side_effects)] + more }
}
