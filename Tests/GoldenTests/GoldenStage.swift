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

  /// Names of the rules that changed the plan.
  static func firedRules(
    _ query: String, _ parameters: [String: Value], _ backend: any GoldenBackend, _ connection: String
  ) throws -> [String] {
    throw GoldenSkip(reason: "the optimizer does not tell its rules yet")
  }
}
