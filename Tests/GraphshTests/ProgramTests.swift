import Foundation
import TestSupport
import Testing

@testable import graphsh

/// What the built program does with files, as its users see it.
@Suite struct ProgramTests {
  private func run(_ arguments: String..., input: String = "") throws -> (status: Int32, output: String, complaints: String) {
    try runProgram(Programs.graphsh, arguments, input: input)
  }

  // MARK: Output

  private static let questions: [[String]] = [
    ["backs", "one-month truce"], ["backs"], ["backs", "--by", "France", "--with-state"], ["find", "truce"], ["find", "Jean-Noël Barrot"],
    ["ask", "events-since", "since=2025-02-28"], ["about", "Macron"],
    ["sources", "Macron", "one-month truce"], ["timeline", "Paris meeting"], ["path", "Pollard", "France"], ["ask"],
    ["ask", "who-backs", "thing=one-month truce"],
  ]

  @Test(arguments: ["json", "jsonlines", "typedjson"]) func questionsGiveJSON(mode: String) throws {
    let python = try #require(Program.python)
    for question in Self.questions {
      let outcome = try runProgram(
        Programs.graphsh, [question[0], BuiltProgram.seedGraph()] + question.dropFirst() + ["--mode", mode])
      #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(question): \(outcome.complaints)")
      let options = mode == "jsonlines" ? ["--json-lines"] : []
      let read = try runProgram(python, ["-m", "json.tool"] + options, input: outcome.output)
      #expect(read.status == 0, "\(question): \(read.complaints)")
    }
  }

  @Test func questionsGiveCSV() throws {
    let python = try #require(Program.python)
    let script = """
      import csv, sys
      rows = list(csv.reader(sys.stdin, strict=True))
      assert len(rows) > 1 and len(set(map(len, rows))) == 1, rows
      """
    for question in Self.questions {
      let outcome = try runProgram(
        Programs.graphsh, [question[0], BuiltProgram.seedGraph()] + question.dropFirst() + ["--mode", "csv"])
      #expect(outcome.status == 0, "\(question): \(outcome.complaints)")
      let read = try runProgram(python, ["-c", script], input: outcome.output)
      #expect(read.status == 0, "\(question): \(read.complaints)")
    }
  }

  /// Every node and edge of the seeds, in every mode.
  @Test(arguments: OutputFormat.all.map(\.name)) func everyModeWritesEveryElement(mode: String) throws {
    let outcome = try run(
      BuiltProgram.seedGraph(), "--mode", mode, "-c", "MATCH p = (a)-[e]->(b) RETURN a, e, b, p ORDER BY ELEMENT_ID(e) LIMIT 300")
    // A tree names each element once; all other modes write whole rows.
    #expect(outcome.status == 0 && outcome.output.utf8.count > (mode == "graph" ? 5_000 : 50_000), "\(outcome.complaints)")
    guard mode.contains("json"), let python = Program.python else { return }
    let read = try runProgram(
      python, ["-m", "json.tool"] + (mode == "jsonlines" ? ["--json-lines"] : []), input: outcome.output)
    #expect(read.status == 0, "\(read.complaints)")
  }

  @Test(
    arguments: [
      ["SEEDS", "-c", "MATCH (a RETURN a"], ["SEEDS", "-c", "RETURN x"], ["SEEDS", "-c", "RETURN 1/0"],
      ["SEEDS", "-c", "MATCH (n) RETURN n.name / 0"], ["SEEDS", "-c", "RETURN $missing"], ["SEEDS", "-c", ".backs nobody at all"],
      ["SEEDS", "-c", ".nosuch"], ["SEEDS", "-c", ".ask nosuch"], ["SEEDS", "-c", ".mode nosuch"], ["SEEDS", "-c", ".read /nowhere/x"],
      ["SEEDS", "-c", ".dot /nowhere/x.dot MATCH (n) RETURN n LIMIT 1"], ["SEEDS", "-c", ".about"], ["SEEDS", "-c", "COMMIT"],
      ["SEEDS", "-c", "SELECT 1 FROM t"], ["SEEDS", "-f", "/nowhere/script.gql"], ["SEEDS", "--read-only", "-c", "INSERT (:X)"],
      ["SEEDS", "-c", "CALL nosuch()"], ["SEEDS", "-c", ".open /nowhere/x/y.graph"], ["SEEDS", "-c", ".param x y z w"],
      ["backs", "SEEDS", "truce"], ["backs", "SEEDS", "nobody at all"], ["about", "SEEDS", "zzz"], ["sources", "SEEDS", "zzz"],
      ["path", "SEEDS", "Macron", "zzz"], ["timeline", "SEEDS", "zzz"], ["ask", "SEEDS", "nosuch"], ["ask", "SEEDS", "who-backs"],
      ["ask", "SEEDS", "who-backs", "x=1"], ["export", "SEEDS", "--format", "dot", "--query", "RETURN 1"],
      ["export", "SEEDS", "--format", "svg"], ["export", "SEEDS", "--format", "dot", "--backs", "zzz"],
      ["export", "SEEDS", "-o", "/nowhere/x.jsonl"], ["import", "SEEDS", "/nowhere/x.jsonl"], ["import", "SEEDS", "/etc/hostname"],
      ["backup", "SEEDS", "/nowhere/x.graph"], ["backup", "SEEDS", "/"], ["check", "/etc/hostname"], ["backs", "/etc/hostname"],
      ["export", "/etc/hostname"], ["new", "/etc/hostname"],
    ])
  func errorsLeaveStdoutEmpty(arguments: [String]) throws {
    let seeds = try BuiltProgram.seedGraph()
    let outcome = try runProgram(Programs.graphsh, arguments.map { $0 == "SEEDS" ? seeds : $0 })
    #expect([1, 2, 3].contains(outcome.status), "\(outcome.status)")
    #expect(outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.complaints.contains("rror"), "\(outcome.complaints)")
  }

  /// What goes wrong most often at first is answered with what to write.
  @Test(arguments: [
    (["SEEDS", "MATCH"], 2, "unexpected argument `MATCH`"), (["SEEDS", "--query", "RETURN 1"], 2, "a query stands after FILE"),
    (["SEEDS", "backs", "truce"], 2, "`graphsh backs FILE ...`"), (["bakcs", "SEEDS"], 2, "did you mean `graphsh backs`?"),
    (["backs", "one-month truce"], 3, "the graph's file comes first"), (["backs", "no.graph", "x"], 3, "`graphsh new no.graph` makes"),
    (["export", "SEEDS", "--backs", "one-month truce", "-o", "/tmp/x.pdf"], 2, "end it in .dot, .svg, .png or .mmd"),
    (["ask", "SEEDS", "distance", "truce"], 2, "`distance` asks for `first=...` `second=...`"),
    (["ask", "SEEDS", "who-backs", "truce"], 1, "`truce` may mean several things: `one-month truce`"),
    (["ask", "SEEDS", "who-backs", "thing=truce"], 1, "`truce` may mean several things: `one-month truce`"),
    (["ask", "SEEDS", "who-backs", "thing=one-month truse"], 1, "did you mean `one-month truce`?"),
    (["backs", "SEEDS", "--by", "Prime Minister, United Kingdom"], 0, "for who holds it ask `.backs --by Keir Starmer`"),
    (["backs", "SEEDS", "Macron"], 0, "`--by` asks for the positions of an actor"),
    (["SEEDS", "-c", "MATCH (n {name: 'Macron'}) RETURN n"], 0, "`Emmanuel Macron` is called so"),
    (["SEEDS", "-c", "MATCH (a:Country) WHERE NOT EXISTS { MATCH (a)-[:SUPPORTS]->({name: 'coaltion of the willing'}) } RETURN a.name"], 0, "did you mean"),
    (["SEEDS", "-c", "MATCH (a:Person {name: 'Macron'})-[e]->() RETURN COUNT(*) AS n"], 0, "`Emmanuel Macron` is called so"),
    (["SEEDS", "-c", "MATCH (c:Country) WHERE c.name IN ['UK', 'France'] RETURN c.name"], 0, "`United Kingdom` is called so"),
    (["backs", "SEEDS", "--by", "High Commissioner for Planning"], 0, "for who holds it ask"),
    (["SEEDS", "-c", "MATCH (n)-[e]->() WHERE e.date_from > '2025-03-02' RETURN n"], 1, "a date is written `DATE '2025-03-02'`"),
    (["SEEDS", "-c", "MATCH (n:Person) RETURN n.nmae"], 0, "did you mean `name`?"),
    (["SEEDS", "-c", "MATCH (n:Person) RETURN n.name.length"], 1, "`CHAR_LENGTH(...)` tells its length"),
    (["SEEDS", "-c", "MATCH (n:Person) WHERE n.country = NULL RETURN n"], 0, "write `IS NULL`"),
  ] as [([String], Int32, String)])
  func firstMistakesAreAnswered(_ arguments: [String], _ status: Int32, _ hint: String) throws {
    let seeds = try BuiltProgram.seedGraph()
    let outcome = try runProgram(Programs.graphsh, arguments.map { $0 == "SEEDS" ? seeds : $0 })
    #expect(outcome.status == status && outcome.complaints.contains(hint), "\(outcome.status) \(outcome.complaints)")
  }

  /// A second START TRANSACTION fails, and the first goes on.
  @Test func aTransactionThatIsOpenIsNotLost() throws {
    let file = try BuiltProgram.make()
    let script = "START TRANSACTION; INSERT (:T {v: 1}); START TRANSACTION; INSERT (:T {v: 2}); COMMIT; MATCH (t:T) RETURN COUNT(*) AS n;\n"
    let outcome = try runProgram(Programs.graphsh, [file.path, "--keep-going", "--mode", "csv"], input: script)
    #expect(outcome.status == 1 && outcome.output == "n\n2\n" && outcome.complaints.contains("25G01"), "\(outcome)")
  }

  /// No graph is left out of an export in silence.
  @Test func exportsTellWhichGraphsTheyLeaveOut() throws {
    let file = try BuiltProgram.make("CREATE GRAPH others ANY; USE others INSERT (:T); INSERT (:U)")
    let outcome = try runProgram(Programs.graphsh, ["export", file.path, "--format", "gql"])
    #expect(outcome.status == 0 && outcome.complaints.contains("only the graph `home` is written, not `others`; `--graph` names another, `graphsh backup` copies the whole file"), "\(outcome)")
    #expect(try !runProgram(Programs.graphsh, ["export", BuiltProgram.seedGraph(), "--format", "gql"]).complaints.contains("only the graph"))
  }

  /// A name is what is typed, whatever it looks like; an actor's needs no quotes.
  @Test func namesAreWhatIsTyped() throws {
    let file = try BuiltProgram.make(
      """
      INSERT (:Stance {edge_type: 'SUPPORTS', sign: 1, verb: 'supports'}), (a:Person {name: 'Ada Osei'})-[:SUPPORTS {source: 'd'}]->(:Proposal {name: '2030'}),
        (a)-[:SUPPORTS {source: 'd'}]->(:Proposal {name: 'true'}), (a)-[:SUPPORTS {source: 'd'}]->(:Proposal {name: '{odd'})
      """)
    for arguments in [
      ["ask", file.path, "who-backs", "2030"], ["ask", file.path, "who-backs", "thing=2030"], ["ask", file.path, "who-backs", "thing=\"2030\""],
      ["ask", file.path, "who-backs", "thing=true"], ["ask", file.path, "who-backs", "{odd"], ["backs", file.path, "2030"],
      ["backs", file.path, "--by", "Ada", "Osei"], ["backs", file.path, "--by=ada", "--with-state", "osei"],
    ] {
      let outcome = try runProgram(Programs.graphsh, arguments + ["--mode", "csv"])
      #expect(outcome.status == 0 && outcome.output.contains("supports"), "\(arguments) \(outcome)")
    }
    for arguments in [["ask", file.path, "who-backs", "thing=42"], ["ask", file.path, "who-backs", "null"], ["ask", file.path, "stands-for", "42"]] {
      let outcome = try runProgram(Programs.graphsh, arguments)
      #expect(outcome.status == 1 && outcome.complaints.contains("nothing is called"), "\(arguments) \(outcome)")
    }
    let both = try run("backs", file.path, "true", "--by", "Ada", "Osei")
    #expect(both.status == 2 && both.complaints.contains("exclude each other"), "\(both)")
  }

  @Test func aQueryMayStandAfterTheFile() throws {
    let outcome = try run(BuiltProgram.seedGraph(), "RETURN 1 AS a", "RETURN 2 AS a", "-c", "RETURN 3 AS a", "--mode", "jsonlines")
    #expect(outcome.output == "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n" && outcome.status == 0, "\(outcome)")
  }

  @Test func aThingWithoutPositionsSaysSo() throws {
    let outcome = try run("backs", BuiltProgram.seedGraph(), "Macron")
    #expect(outcome.output == "Emmanuel Macron\n\nno position is on record (silence is not consent)\n")
  }

  // MARK: Files

  @Test(arguments: [["--dry-run"], []]) func importLeavesNoEmptyGraph(options: [String]) throws {
    let file = try TemporaryFile()
    let lines = file.folder + "/lines.jsonl"
    let text = #"{"type":"node","id":"a"}"# + "\n" + (options.isEmpty ? #"{"type":"node","id":"é",}"# : "")
    try text.write(toFile: lines, atomically: true, encoding: .utf8)
    let outcome = try runProgram(Programs.graphsh, ["import", "--create", file.path, lines] + options)
    #expect(outcome.status == (options.isEmpty ? 1 : 0))
    if options.isEmpty { #expect(outcome.complaints.contains("lines.jsonl:2: ") && outcome.complaints.contains("at column 25")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["lines.jsonl"])
    // A graph that was there stays.
    try #require(run("new", file.path).status == 0)
    _ = try runProgram(Programs.graphsh, ["import", "--create", file.path, lines] + options)
    #expect(try run(file.path, "--mode", "csv", "-c", "MATCH (n:Stance) RETURN COUNT(*) > 5 AS kept").output == "kept\ntrue\n")
  }

  /// 3 is for what cannot be opened; what fails later is 1.
  @Test func statusOfFilesThatCannotBeWritten() throws {
    let seeds = try BuiltProgram.seedGraph()
    #expect(try run("backup", seeds, "/nowhere/b.graph").status == 1)
    #expect(try run("check", "/nowhere/b.graph").status == 3)
    #expect(try run("check", "/etc/hostname").status == 3)
    #expect(try run("new", "/nowhere/b.graph").status == 3)
    let file = try TemporaryFile()
    #expect(try run("backup", seeds, file.path).status == 0)
    #expect(try run("check", file.path).status == 0)
    #expect(try run("backs", file.path, "one-month truce").output == run("backs", seeds, "one-month truce").output)
  }

  /// A graph of one's own knows stances, and nothing of the story that the seeds tell.
  @Test func aNewGraphHoldsNoNameOfTheSeeds() throws {
    let file = try BuiltProgram.make()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
    var shown = ""
    for arguments in [["-c", "MATCH (n) RETURN n"], ["-c", ".backs"], ["-c", ".ask"], ["-c", ".schema"], ["-c", ".help"]]
      + DotCommandTable.all.map({ ["-c", ".help \($0.name)"] })
    {
      shown += try runProgram(Programs.graphsh, [file.path] + arguments).output
    }
    shown += try run("export", file.path).output
    for verb in ["--help", "backs", "find", "about", "sources", "timeline", "changes", "path", "ask", "export", "import"] {
      shown += try runProgram(Programs.graphsh, verb == "--help" ? [verb] : [verb, "--help"]).output
    }
    let result = try run(
      BuiltProgram.seedGraph(), "--mode", "jsonlines", "-c",
      "MATCH (n:!Stance) FOR name IN [n.name] || COALESCE(n.aliases, []) RETURN DISTINCT name")
    let names = result.output.split(separator: "\n").compactMap { line -> String? in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])?["name"]
    }
    #expect(names.count > 300, "\(result.complaints)")
    for name in names where name.count > 3 {
      #expect(bytes.range(of: Data(name.utf8)) == nil, "\(name)")
      let places = shown.ranges(of: name).filter { range in
        let before = shown[..<range.lowerBound].last, after = shown[range.upperBound...].first
        return before?.isLetter != true && after?.isLetter != true
      }
      #expect(places.isEmpty, "\(name)")
    }
  }

  // MARK: Others write too

  @Test func whatTheSQLiteProgramInsertsIsInTheNextAnswer() throws {
    let file = try BuiltProgram.make(
      "INSERT (:Person {name: 'Ada Osei'})-[:SUPPORTS {source: 'a'}]->(:Proposal {name: 'levy'}), (:Person {name: 'Jon Vale'})")
    let shell = try OpenShell([file.path, "--mode", "csv", "--keep-going"])
    #expect(try !shell.ask(".backs levy").contains("Jon Vale"))
    try Program.sqlite(
      file.path,
      """
      INSERT INTO edges (type, source, target, properties)
        SELECT 'OPPOSES', a.id, b.id, '{"source":"b"}' FROM node a, node b
        WHERE a.properties ->> 'name' = 'Jon Vale' AND b.properties ->> 'name' = 'levy';
      """)
    #expect(try shell.ask(".backs levy").contains("OPPOSED,Jon Vale,Person,OPPOSES,opposes,-1"))
    // A stance of one's own, and a position that takes it.
    try Program.sqlite(
      file.path,
      """
      INSERT INTO nodes (labels, properties) VALUES
        ('["Stance"]', '{"name":"MOCKS","edge_type":"MOCKS","sign":-1,"strength":5,"verb":"mocks"}');
      INSERT INTO edges (type, source, target, properties)
        SELECT 'MOCKS', a.id, b.id, '{"source":"c"}' FROM node a, node b
        WHERE a.properties ->> 'name' = 'Ada Osei' AND b.properties ->> 'name' = 'levy';
      """)
    #expect(try shell.ask(".backs levy").contains("DISPUTED,Ada Osei,Person,MOCKS,mocks,-1"))
    try Program.sqlite(file.path, "DELETE FROM edge WHERE properties ->> 'source' = 'c';")
    let answer = try shell.ask(".backs levy")
    #expect(answer.contains("FOR,Ada Osei") && !answer.contains("DISPUTED"))
    #expect(try shell.end() == 0)
  }

  /// Who only reads reads through the connection with which the file was looked at.
  @Test func readersOpenTheFileOnce() throws {
    let strace = "/usr/bin/strace"
    try #require(FileManager.default.isExecutableFile(atPath: strace))
    let file = try BuiltProgram.make()
    let trace = file.folder + "/trace"
    let outcome = try runProgram(
      strace, ["-f", "-e", "trace=openat", "-o", trace, Programs.graphsh, file.path, "--read-only", "--mode", "csv", "MATCH (n) RETURN COUNT(*) > 0 AS any"])
    guard outcome.status == 0 || !outcome.complaints.contains("Operation not permitted") else { return print("passed over: tracing is not permitted here") }
    #expect(outcome.status == 0 && outcome.output.contains("true"), "\(outcome.output)\(outcome.complaints)")
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter { $0.contains("\"\(file.path)\"") }
    #expect(calls.count == 1, "\(calls)")
  }

  @Test func everyCommitReachesTheDisk() throws {
    let strace = "/usr/bin/strace"
    try #require(FileManager.default.isExecutableFile(atPath: strace))
    let file = try BuiltProgram.make()
    let trace = file.folder + "/trace"
    var statements = ""
    for number in 0..<20 { statements += "INSERT (:Counted {n: \(number)});\n" }
    statements += "START TRANSACTION;\nINSERT (:Counted {n: 20});\nINSERT (:Counted {n: 21});\nCOMMIT;\n"
    let outcome = try runProgram(
      strace, ["-f", "-e", "trace=fdatasync,fsync", "-o", trace, Programs.graphsh, file.path], input: statements)
    // Where tracing is not allowed nothing can be seen.
    guard outcome.status == 0 || !outcome.complaints.contains("Operation not permitted") else { return print("passed over: tracing is not permitted here") }
    #expect(outcome.status == 0, "\(outcome.complaints)")
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter { $0.contains("sync(") && $0.contains("= 0") }
    #expect(calls.count >= 21, "\(calls.count)")
  }
}
