import Foundation

// conformance DIR [--known FILE] [--filter TEXT] [--failures N] [--record FILE]
// conformance --speed PATH...
//
// Runs the openCypher scenarios in DIR (scenarios.jsonl, graphs.json) and ends in `N passed, N failed`. FILE lists the ids that are known to
// fail, each with its reason: one off the list that fails, or on the list that passes, is an error. Scenarios run in child
// processes, so that one that takes the process down, or does not end, is named and the rest goes on. Failures are printed as they come;
// --record writes them as such a FILE.

var arguments = Array(CommandLine.arguments.dropFirst())
@MainActor func option(_ name: String) -> String? {
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
  let value = arguments[index + 1]
  arguments.removeSubrange(index...(index + 1))
  return value
}
func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(2)
}

let range = option("--range")
let filter = option("--filter")
let known = option("--known")
let record = option("--record")
let shown = option("--failures").flatMap { Int($0) } ?? 200
if arguments.first == "--speed" { exit(try Speed(paths: Array(arguments.dropFirst())).report() ? 0 : 1) }
guard arguments.count == 1 else { fail("usage: conformance DIR [--known FILE] [--filter TEXT] [--failures N] [--record FILE]") }
let folder = arguments[0]

guard let data = FileManager.default.contents(atPath: folder + "/scenarios.jsonl") else { fail("no scenarios.jsonl in \(folder)") }
let decoder = JSONDecoder()
var scenarios = try data.split(separator: 0x0A).map { try decoder.decode(Scenario.self, from: $0) }
if let filter { scenarios = scenarios.filter { $0.id.contains(filter) } }
var graphs: [String: [String]] = [:]
if let data = FileManager.default.contents(atPath: folder + "/graphs.json") {
  graphs = try decoder.decode([String: [String]].self, from: data)
}

if let range {
  // A child: scenarios from a number on, a line each.
  let first = Int(range) ?? 0
  let runner = Runner(graphs: graphs)
  for number in first..<scenarios.count {
    let failure = runner.run(scenarios[number])?.split(whereSeparator: \.isNewline).joined(separator: " ")
    FileHandle.standardOutput.write(Data("\(number)\t\(failure ?? "")\n".utf8))
  }
  exit(0)
}

/// Seconds without a result after which a child is given up; above what a statement of a scenario may take by itself.
let patienceSeconds = 30.0
var knownReasons: [String: String] = [:]
if let known {
  for line in try String(contentsOfFile: known, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.split(separator: "\t", maxSplits: 1)
    knownReasons[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
  }
}

var failures: [(id: String, reason: String)] = []
@MainActor func note(_ number: Int, _ reason: String) {
  let id = scenarios[number].id
  failures.append((id, reason))
  guard knownReasons[id] == nil, failures.count <= shown else { return }
  FileHandle.standardOutput.write(Data("FAIL \(id)\n     \(reason)\n".utf8))
}

var next = 0
while next < scenarios.count {
  let child = try ScenarioChild([folder, "--range", String(next)] + (filter.map { ["--filter", $0] } ?? []))
  let ending = child.read(patienceSeconds: patienceSeconds) { line in
    let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]) else { return }
    if !parts[1].isEmpty { note(number, String(parts[1])) }
    next = number + 1
  }
  if next < scenarios.count {
    switch ending {
    case .closed: note(next, "takes the process down")
    case .silent: note(next, "no answer within \(Int(patienceSeconds)) s")
    }
    next += 1
  }
}

let unexpected = failures.filter { knownReasons[$0.id] == nil }
let failed = Set(failures.map(\.id))
let surprises = scenarios.map(\.id).filter { knownReasons[$0] != nil && !failed.contains($0) }
for id in surprises { print("PASSES THOUGH LISTED \(id)") }
if let record {
  let lines = failures.map { "\($0.id)\t\($0.reason.prefix(180))\n" }.joined()
  let head = "# Scenarios of the openCypher kit that fail, each with what is missing. One that passes, or another that fails, fails the run.\n"
  try (head + lines).write(toFile: record, atomically: true, encoding: .utf8)
}
print(
  "\(scenarios.count - failures.count) passed, \(failures.count) failed"
    + (known == nil ? "" : ", \(unexpected.count + surprises.count) unexpected"))
exit(unexpected.isEmpty && surprises.isEmpty ? 0 : 1)
