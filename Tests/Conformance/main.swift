import Foundation

// conformance DIR [--known FILE] [--filter TEXT] [--failures N]
//
// Runs the openCypher scenarios in DIR (scenarios.jsonl, graphs.json) and ends in `N passed, N failed`. FILE lists the ids that are known to
// fail, each with its reason: one off the list that fails, or on the list that passes, is an error. Scenarios run in child
// processes, so that one that takes the process down is named and the rest goes on.

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
let shown = option("--failures").flatMap { Int($0) } ?? 200
guard arguments.count == 1 else { fail("usage: conformance DIR [--known FILE] [--filter TEXT] [--failures N]") }
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

var failures: [(id: String, reason: String)] = []
var next = 0
while next < scenarios.count {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  process.arguments = [folder, "--range", String(next)] + (filter.map { ["--filter", $0] } ?? [])
  var environment = ProcessInfo.processInfo.environment
  environment["SWIFT_BACKTRACE"] = "enable=no"
  process.environment = environment
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  for line in output.split(separator: "\n") {
    let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]) else { continue }
    if !parts[1].isEmpty { failures.append((scenarios[number].id, String(parts[1]))) }
    next = number + 1
  }
  if next < scenarios.count {
    failures.append((scenarios[next].id, "takes the process down"))
    next += 1
  }
}

var unexpected = failures
var surprises: [String] = []
if let known {
  let text = try String(contentsOfFile: known, encoding: .utf8)
  let ids = Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.split(separator: "\t")[0]) })
  let failed = Set(failures.map(\.id))
  unexpected = failures.filter { !ids.contains($0.id) }
  surprises = scenarios.map(\.id).filter { ids.contains($0) && !failed.contains($0) }
}
for failure in unexpected.prefix(shown) { print("FAIL \(failure.id)\n     \(failure.reason)") }
for id in surprises { print("PASSES THOUGH LISTED \(id)") }
print("\(scenarios.count - failures.count) passed, \(failures.count) failed\(known == nil ? "" : ", \(unexpected.count + surprises.count) unexpected")")
exit(unexpected.isEmpty && surprises.isEmpty ? 0 : 1)
