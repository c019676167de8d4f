import GQL
import GraphStore
import TestSupport

/// The text of one stage of a query's life.
enum GoldenStage {
  /// Without blank lines, which end a block.
  static func text(
    of stage: String, _ query: String, _ parameters: [String: Value], _ backend: any GoldenBackend,
    _ connection: String
  ) throws -> [String] {
    let text: String
    switch stage {
    case "bound": text = "\(try FrontEnd.bind(query, parameters: parameters))"
    case "physical":
      guard let plan = try backend.execute("EXPLAIN " + query, parameters, on: connection).plan else {
        throw GoldenSkip(reason: "EXPLAIN gave no plan")
      }
      text = plan
    default: throw GoldenSkip(reason: "no printer for stage `\(stage)` yet")
    }
    return text.split(separator: "\n").map(String.init)
  }

  /// Whether the plan without a rule is another one.
  static func fires(
    _ rule: PlanRule, _ query: String, _ parameters: [String: Value], _ backend: any GoldenBackend, _ connection: String
  ) throws -> Bool {
    let plans = try [[], [rule]].map { off in
      try backend.without(Set(off), on: connection) { try backend.execute("EXPLAIN " + query, parameters, on: connection).plan }
    }
    return plans[0] != plans[1]
  }
}
