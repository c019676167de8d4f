import Foundation
import GraphStore
import TestSupport
import Testing

@testable import GQL

/// Real Graphviz, as the judge of what we write. Tests that need it fail loudly, with what to install, when it is absent.
enum Judge {
  static let dot = ["/usr/bin/dot", "/usr/local/bin/dot"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let absent: Comment = "Graphviz is not installed: `apt-get install graphviz`"

  struct Verdict {
    var json: [String: Any]
    var complaints: String
    private var objects: [[String: Any]] { json["objects"] as? [[String: Any]] ?? [] }
    var nodes: [[String: Any]] {
      objects.filter { ($0["name"] as? String)?.hasPrefix("n") ?? false && $0["nodes"] == nil }
    }
    var edges: [[String: Any]] { json["edges"] as? [[String: Any]] ?? [] }

    /// The text that is drawn for an element: its lines joined by blanks.
    static func drawnText(_ element: [String: Any]) -> String {
      let operations = element["_ldraw_"] as? [[String: Any]] ?? []
      return operations.filter { $0["op"] as? String == "T" }.compactMap { $0["text"] as? String }.joined(
        separator: " ")
    }
  }

  static func judge(_ document: DOTDocument) throws -> Verdict {
    let dot = try #require(Judge.dot, absent)
    let file = try TemporaryFile()
    let path = file.folder + "/in.dot"
    try document.text.write(toFile: path, atomically: true, encoding: .utf8)
    let output = try Program.run(dot, ["-Tjson", path])
    #expect(output.status == 0)
    let json = try? JSONSerialization.jsonObject(with: Data(output.output.utf8)) as? [String: Any]
    #expect(json != nil, "Graphviz gave no JSON for \(document.text.prefix(200))")
    return Verdict(json: json ?? [:], complaints: output.errors)
  }

  static func svgIsWellFormed(_ document: DOTDocument) throws -> Bool {
    let svg = try Graphviz().render(document, as: .svg)
    return WellFormedness.holds(svg)
  }
}

/// Parses XML with python's expat.
enum WellFormedness {
  static func holds(_ xml: [UInt8]) -> Bool {
    guard let python = Program.python, let file = try? TemporaryFile() else { return false }
    let path = file.folder + "/a.svg"
    _ = FileManager.default.createFile(atPath: path, contents: Data(xml))
    let outcome = try? Program.run(
      python, ["-c", "import sys, xml.etree.ElementTree as t; t.parse(sys.argv[1])", path])
    return outcome?.status == 0
  }
}

func node(_ id: Int64, _ name: String, _ labels: [String] = ["Person"], _ more: Record = [:]) -> Node
{
  Node(
    id: NodeID(id), labels: labels, properties: Record([(name: "name", value: .string(name))] + more.fields))
}

func edge(
  _ id: Int64, _ source: Int64, _ target: Int64, _ type: String = "SUPPORTS", _ properties: Record = [:],
  isDirected: Bool = true
) -> Edge {
  Edge(
    id: EdgeID(id), type: type, source: NodeID(source), target: NodeID(target), isDirected: isDirected,
    properties: properties)
}

func graph(_ nodes: [Node], _ edges: [Edge]) -> DOTSubgraph {
  var graph = DOTSubgraph()
  nodes.forEach { graph.add($0) }
  edges.forEach { graph.add($0) }
  return graph
}

/// Inputs that break naive writers (research: 22 of 40), one for each pitfall that data can carry.
let hostileTexts = [
  "say \"hi\"", "C:\\", "50\\N of \\G and \\E", "line\\\nend", "AT&T &amp; &copy; &#65; &lt;", "<AT&T>", "<>",
  "", "<b>bold</b>", "node", "Graph", "EDGE",
  "http://x/a", "a:b", "u-1", "1abc", String(repeating: "long ", count: 5_000),
  String(repeating: "&", count: 20_000), "\u{FEFF}mark", "\u{1}\u{7}\u{1B}[31m\u{0}",
  "{a|b}<c>", "strict", "cluster_x", "кириллица 中文 עברית 😀👩‍👩‍👧 العربية", "raw\nnew\r\nline\ttab",
  "\u{202E}reversed\u{2066}", "\u{85}\u{9B}\u{FFFE}\u{FFFF}\u{2028}",
  "a" + String(repeating: "\u{301}", count: 30_000), "]; x [label=\"injected\"",
  "\"]; n1 -> n2; n9 [label=\"", "/* */ // #", "\\\"", "\\\\", "%s %d \\l\\r\\T\\H", "--> ->",
  "'", "`", "\u{AD}\u{200B}\u{200D}", "=cmd()", "  blanks  ", "\\n",
]
