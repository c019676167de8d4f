import GraphStore
import Testing

@testable import GQL

/// What the place of the cursor (`|`) asks for.
@Suite struct CursorSiteTests {
  private func site(_ text: String) -> CursorSite {
    let head = String(text.prefix { $0 != "|" })
    return CursorSite(in: text.replacing("|", with: ""), at: head.utf8.count)
  }

  private func words(_ text: String) -> (keywords: [String], variables: [String], functions: Bool)? {
    guard case .words(let keywords, let variables, let functions) = site(text.replacing("¦", with: "|")).expected else { return nil }
    return (keywords.map(\.rawValue), variables.map(\.name), functions)
  }

  @Test(arguments: [
    ("MATCH (n:|", CursorSite.Expected.label), ("MATCH (:Per|", .label), ("MATCH (n:A&|", .label), ("MATCH (n:!|", .label),
    ("MATCH (n IS |", .label), ("MATCH (n)-[:|", .edgeType), ("MATCH (n)<-[e:|", .edgeType), ("MATCH ()~[:|", .edgeType),
    ("MATCH (n)-[e IS |", .edgeType), ("MATCH (n) WHERE n:|", .label), ("MATCH ()-[e]->() WHERE e:|", .edgeType),
    ("MATCH (n) SET n:|", .label), ("INSERT (:|", .label), ("MATCH (n) WHERE n IS LABELED |", .label),
    ("MATCH (n) WHERE n IS NOT LABELED |", .label), ("MATCH (n:`|", .label),
    ("MATCH (n {|", .propertyKey(.init(kind: .node))), ("MATCH (n:Person {|", .propertyKey(.init(kind: .node, labels: ["Person"]))),
    ("MATCH (n:Person {name: 'x', |", .propertyKey(.init(kind: .node, labels: ["Person"]))),
    ("MATCH ()-[:BACKS {|", .propertyKey(.init(kind: .edge, labels: ["BACKS"]))),
    ("MATCH (n:Person) RETURN n.|", .propertyKey(.init(kind: .node, labels: ["Person"]))),
    ("MATCH (n:Person)-[e:A]->(m) WHERE e.si|", .propertyKey(.init(kind: .edge, labels: ["A"]))),
    ("MATCH (a)-[e:A&!B]->() RETURN e.|", .propertyKey(.init(kind: .edge, labels: ["A"]))),
    ("MATCH (n:A) MATCH (n:B) RETURN n.|", .propertyKey(.init(kind: .node, labels: ["A", "B"]))),
    ("MATCH (n:A) RETURN n AS m NEXT RETURN m.|", .propertyKey(.init(kind: .node, labels: ["A"]))),
    ("MATCH (n:Person {name: '|", .value(key: "name", of: .init(kind: .node, labels: ["Person"]))),
    ("MATCH (n {name: \"Em|", .value(key: "name", of: .init(kind: .node))),
    ("MATCH (n:P) WHERE n.name = 'a|", .value(key: "name", of: .init(kind: .node, labels: ["P"]))),
    ("MATCH (n:P) WHERE n.name STARTS WITH 'a|", .value(key: "name", of: .init(kind: .node, labels: ["P"]))),
    ("MATCH (n:P) WHERE n.name IN ['x', 'a|", .value(key: "name", of: .init(kind: .node, labels: ["P"]))),
    ("RETURN $|", .parameter), ("RETURN $wh|", .parameter), ("CALL |", .procedure), ("CALL db.|", .procedure),
    ("CALL db.la|", .procedure), ("RETURN 'x|", .nothing), ("// MATCH (n:|", .nothing), ("/* x |", .nothing), ("RETURN 1 -- x|", .nothing),
    ("RETURN CAST(1 AS |", .type), ("RETURN CAST(1 AS STR|", .type), ("MATCH (n) WHERE n.x IS TYPED |", .type), ("RETURN 12|", .nothing), ("MATCH (n:A); MATCH ()-[:|", .edgeType),
  ])
  func places(_ text: String, _ expected: CursorSite.Expected) {
    #expect(site(text).expected == expected, "\(text)")
  }

  @Test(arguments: [
    ("¦", ["MATCH", "RETURN", "INSERT", "START", "EXPLAIN"], ["WHERE", "AND", "BY"]),
    ("MATCH (n) ¦", ["RETURN", "WHERE", "FILTER", "SET", "MATCH"], ["AND", "BY", "ASC", "WITH ORDINALITY"]),
    ("MATCH ¦", ["ANY", "ALL", "SHORTEST", "TRAIL"], ["RETURN", "WHERE", "DATE"]),
    ("MATCH (n) RETURN n.name ¦", ["AS", "ORDER", "LIMIT", "AND", "IS", "UNION", "NEXT"], ["WHERE", "BY", "SHORTEST", "ASC"]),
    ("MATCH (n) RETURN n ORDER ¦", ["BY"], ["AS", "MATCH"]),
    ("MATCH (n) RETURN n ORDER BY n.name ¦", ["ASC", "DESC", "NULLS", "LIMIT"], ["AS", "MATCH"]),
    ("MATCH (n) RETURN ¦", ["DISTINCT", "CASE", "EXISTS", "COUNT", "NOT", "DATE"], ["MATCH", "BY"]),
    ("OPTIONAL ¦", ["MATCH", "CALL"], ["RETURN"]), ("START ¦", ["TRANSACTION"], ["MATCH"]),
    ("MATCH (n) WHERE n.x IS ¦", ["NULL", "NOT", "TYPED", "LABELED"], ["MATCH"]),
    ("MATCH (p) WHERE p.name ¦", ["STARTS", "ENDS", "CONTAINS", "IS"], ["FULLTEXT"]), ("CREATE ¦", ["FULLTEXT", "INDEX", "CONSTRAINT"], ["STARTS"]),
    ("DETACH ¦", ["DELETE"], ["RETURN"]), ("RETURN EXISTS { ¦", ["MATCH"], ["AND"]),
  ])
  func keywords(_ text: String, _ offered: [String], _ absent: [String]) throws {
    let found = try #require(words(text)).keywords
    for keyword in offered { #expect(found.contains(keyword), "\(text) offers \(found)") }
    for keyword in absent { #expect(!found.contains(keyword), "\(text) offers \(found)") }
  }

  @Test(arguments: [
    ("MATCH (a:A)-[e]->(b) WHERE ¦", ["a", "e", "b"]), ("MATCH p = (a)-[]->() RETURN ¦", ["p", "a"]),
    ("MATCH (a) LET x = 1, y = a.n RETURN ¦", ["a", "x", "y"]), ("FOR i IN [1] RETURN ¦", ["i"]),
    ("MATCH (a)-[]->(b) RETURN b AS c, a NEXT MATCH ¦(", []), ("MATCH (a)-[]->(b) RETURN b AS c, a NEXT RETURN ¦", ["a", "c"]),
    ("MATCH (a) RETURN EXISTS { MATCH (a)-[]->(z) WHERE ¦", ["a", "z"]), ("MATCH (a) WHERE EXISTS { (a)-[]->(z) } RETURN ¦", ["a"]),
    ("CALL db.labels() YIELD label RETURN ¦", ["label"]), ("MATCH (a) RETURN a AS ¦", []), ("MATCH (a), (¦", ["a"]), ("MATCH (p:Person)-[¦", []), ("MATCH (p)-[e]->() MATCH (p)-[¦", ["e"]),
    ("MATCH (p)-[e]->(q), (¦", ["p", "q"]), ("MATCH (p)-[e WHERE ¦", ["p", "e"]),
    ("CYPHER MATCH (a)-[e]->(b) WITH a, COUNT(e) AS n RETURN ¦", ["a", "n"]),
  ])
  func variables(_ text: String, _ names: [String]) throws {
    #expect(try #require(words(text)).variables.sorted() == names.sorted(), "\(text)")
  }

  @Test func functionsStandWhereValuesDo() throws {
    #expect(try #require(words("MATCH (n) RETURN ¦")).functions)
    #expect(try #require(words("MATCH (n) WHERE ¦")).functions)
    #expect(try !#require(words("MATCH (¦")).functions)
    #expect(try !#require(words("MATCH (n) ¦")).functions)
  }

  @Test func whatIsTypedBeginsAtTheWord() {
    #expect(site("MATCH (n:Per|").start == 9)
    #expect(site("MATCH (n:Per|").quote == nil)
    #expect(site("MATCH (n {name: 'Em|").start == 17)
    #expect(site("MATCH (n {name: 'Em|").quote == "'")
    #expect(site("RETURN $wh|").start == 8)
    #expect(site("MATCH (n:`two w|").start == 10)
  }

  /// Every prefix of every text of the corpus has a place, and none traps.
  @Test func anyPrefixHasAPlace() {
    for text in ["MATCH (a:A {x: 'é', y: [1,2]})-[e:B|C]->{1,3}(b) WHERE a.x = $p AND EXISTS { (b) } RETURN a AS c ORDER BY c;", "}{)(][:.|&'\"`$@-- /* "] {
      for end in 0...text.utf8.count {
        let site = CursorSite(in: text, at: end)
        #expect(site.start <= end)
      }
    }
  }
}

@Suite struct TextHighlightingTests {
  private func shown(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return TextHighlighting.classes(of: text).map { span, kind in
      "\(kind) \(String(decoding: bytes[span.start..<span.end], as: UTF8.self))"
    }
  }

  @Test(arguments: [
    ("MATCH (n:Person {name: 'x'}) RETURN n.name", ["keyword MATCH", "variable n", "label Person", "propertyKey name", "string 'x'", "keyword RETURN", "variable n", "propertyKey name"]),
    ("MATCH ()-[e:A|B]->() // why", ["keyword MATCH", "variable e", "edgeType A", "edgeType B", "comment // why"]),
    ("RETURN UPPER($p) + 1.5 AS `x y`", ["keyword RETURN", "function UPPER", "parameter $p", "number 1.5", "keyword AS", "variable `x y`"]),
    ("RETURN 'open", ["keyword RETURN", "faulty 'open"]), ("RETURN (1; )", ["keyword RETURN", "strayBracket (", "number 1", "strayBracket )"]),
    ("RETURN n ORDER BY n.date DESC", ["keyword RETURN", "variable n", "keyword ORDER", "keyword BY", "variable n", "propertyKey date", "keyword DESC"]),
    ("RETURN DATE '2025-01-01'", ["keyword RETURN", "keyword DATE", "string '2025-01-01'"]),
    ("/* a\nb */ RETURN 1", ["comment /* a\nb */", "keyword RETURN", "number 1"]),
  ])
  func classes(_ text: String, _ expected: [String]) { #expect(shown(text) == expected) }
}
