import TestSupport
import Testing

@testable import GraphStore

#if canImport(Glibc)
  import Glibc
#endif

/// CSV with Neo4j's headers, from files to elements.
@Suite struct CSVTests {
  private final class Folder {
    let path = "/tmp/graphsh-csv-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))"
    private var files: [String] = []
    init() { mkdir(path, 0o700) }
    deinit {
      for file in files { unlink(file) }
      rmdir(path)
    }
    func file(_ name: String, _ text: String) throws -> String {
      let name = "\(path)/\(name)"
      let file = try #require(fopen(name, "w"))
      _ = text.utf8.withContiguousStorageIfAvailable { fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
      files.append(name)
      return name
    }
  }

  /// All elements, as text: `1 Person {"id":1}`, `1 KNOWS 1>2 {}`.
  private func load(
    nodes: [String], edges: [String] = [], options: CSVOptions = CSVOptions()
  ) throws -> (elements: [String], report: CSVReport) {
    let folder = Folder()
    var inputs: [CSVInput] = []
    for (index, text) in nodes.enumerated() {
      let (head, body) = split(text)
      inputs.append(.nodes(head + (try folder.file("n\(index).csv", body))))
    }
    for (index, text) in edges.enumerated() {
      let (head, body) = split(text)
      inputs.append(try .edges(head + (try folder.file("e\(index).csv", body))))
    }
    let store = try Store(path: nil)
    let transaction = try store.beginWrite()
    let report: CSVReport
    do throws(StoreError) {
      report = try CSVImport.load(inputs, into: transaction, options: options)
    } catch {
      transaction.rollBack()
      throw StoreError(error.code, error.message.replacing(folder.path + "/", with: ""))
    }
    try transaction.commit()
    let reader = try store.beginRead().reader()
    var elements: [String] = []
    for ordinal in 0..<reader.nodeLimit {
      let node = reader.node(ordinal)
      let text = String(decoding: try PropertyText.encode(node.properties), as: UTF8.self)
      elements.append("\(node.id.rawValue) \(node.labels.joined(separator: ":")) \(text)")
    }
    for ordinal in 0..<reader.edgeLimit {
      let edge = reader.edge(ordinal)
      let text = String(decoding: try PropertyText.encode(edge.properties), as: UTF8.self)
      elements.append("\(edge.id.rawValue) \(edge.type) \(edge.source.rawValue)>\(edge.target.rawValue) \(text)")
    }
    return (elements, report)
  }

  /// `LABEL=` on the first line goes before the file's name.
  private func split(_ text: String) -> (String, String) {
    guard let end = text.firstIndex(of: "\n"), text[..<end].hasSuffix("="), !text[..<end].contains(",") else {
      return ("", text)
    }
    return (String(text[..<end]), String(text[text.index(after: end)...]))
  }

  @Test func everyTypeOfAHeaderIsRead() throws {
    let header = "id:ID(P),:LABEL,name:string,n:int,x:float,b:boolean,d:date,t:datetime,l:string[],m:int[],skip:IGNORE,z:duration\n"
    let row = "a1,Person;Minister,\"O\"\"Hara, \\ \",+007,5,TRUE,2025-03-03,2025-03-03T12:00:00Z,a;b,1;2,x,P1D\n"
    let empty = "a2,,\"\",,,,,,,,,\n"
    let (elements, report) = try load(nodes: [header + row + empty])
    #expect(
      elements == [
        #"1 Minister:Person {"id":"a1","name":"O\"Hara, \\ ","n":7,"x":5.0,"b":true,"d":{"@date":"2025-03-03"},"#
          + #""t":{"@datetime":"2025-03-03T12:00Z"},"l":["a","b"],"m":[1,2],"z":{"@duration":"P1D"}}"#,
        #"2  {"id":"a2","name":""}"#,
      ])
    #expect(report.load.nodes.created == 2)
  }

  @Test func typesAreThoseOfAllValues() throws {
    let nodes = """
      Thing=
      id,int,float,mixed,date,stamp,zoned,flag,zip,quoted,empty
      1,-5,1.5,1,2020-02-29,2020-01-01T10:00:00,2020-01-01T10:00:00+01:00,true,0123,"7",
      2,6,2,2.5,,2020-01-01T10:00:01,2020-01-01T10:00:00Z,False,99,"8",

      """
    let (elements, report) = try load(nodes: [nodes])
    #expect(
      elements == [
        #"1 Thing {"id":1,"int":-5,"float":1.5,"mixed":1.0,"date":{"@date":"2020-02-29"},"#
          + #""stamp":{"@localdatetime":"2020-01-01T10:00"},"zoned":{"@datetime":"2020-01-01T10:00+01:00"},"#
          + #""flag":true,"zip":"0123","quoted":"7"}"#,
        #"2 Thing {"id":2,"int":6,"float":2.0,"mixed":2.5,"stamp":{"@localdatetime":"2020-01-01T10:00:01"},"#
          + #""zoned":{"@datetime":"2020-01-01T10:00Z"},"flag":false,"zip":"99","quoted":"8"}"#,
      ])
    #expect(report.files[0].columns.map(\.header).prefix(4) == ["id:ID(Thing){id-type:int}", "int:int", "float:float", "mixed:float"])
    #expect(!report.files[0].columns.contains { !$0.isInferred })
  }

  /// Digits that no float keeps make a column one of decimals; what no decimal holds makes it floats.
  @Test(arguments: [
    (["0.5", "0.1234567890123456789012345", "7"], "decimal"), (["1", "12345678901234567.5"], "decimal"), (["1e5", "0.1234567890123456789"], "decimal"),
    (["1e-50", "0.1234567890123456789"], "float"), (["0.1234567890123456789", "1e-50"], "float"), (["0.5000000000000000000000"], "float"),
    (["1.2345678901234567"], "float"), (["0.12345678901234567890123456789012345678901"], "float"), (["0.1234567890123456789", "x"], "string"),
  ])
  func longNumbersAreDecimals(values: [String], type: String) throws {
    let rows = values.map { $0 + "\n" }.joined()
    #expect(try load(nodes: ["Thing=\nn\n" + rows]).1.files[0].columns[0].header == "n:\(type)")
  }

  @Test(arguments: [
    ("a,d\nx,2025-01-01\ny,2025-02-30\nz,1\n", [":3: `2025-02-30` in `d` is not a date, as the values before it are: the whole column is kept as texts"]),
    ("a,n\nx,\ny,1\n\"z\nz\",2.5\nw,\"3\"\n", [":6: `3` in `n` is not a number, as the values before it are: the whole column is kept as texts"]),
    ("a,n\nx,one\ny,1\n", []), ("id,n\n1,x\ny,y\n", []), ("a,n:string\nx,1\ny,z\n", []),
    ("1,Ann,true\n2,Bob,false\n", [":1: the first line is the header, so properties are called `1`, `true`; where it holds values, write a header before it"]),
  ])
  func columnsOfSeveralKindsAreTold(text: String, told: [String]) throws {
    let notices = try load(nodes: ["Thing=\n" + text]).1.load.notices.filter { $0.contains(".csv:") }
    #expect(notices.map { ":" + $0.split(separator: ":", maxSplits: 1)[1] } == told)
  }

  /// As Neo4j writes them: what the header says holds for values that do not say it.
  @Test func optionsOfAHeaderHoldForItsValues() throws {
    let text = """
      id:ID,d:datetime{timezone:Europe/Stockholm},t:time{timezone:+02:00},e:datetime{timezone:-05:00},p:point{crs:WGS-84},q:point[]
      a,2025-07-01T10:00,10:00,2025-07-01T10:00,"{latitude:55.6, longitude:13}","{x:1,y:2};{x:1,y:2,z:-3.5,srid:9157}"
      b,2025-07-01T10:00Z,10:00Z,2025-07-01T10:00+01:00,"{latitude: '55.6', longitude: 13.0, crs: 'wgs-84-3d', height: 2}",
      """
    let rows = try load(nodes: [text]).elements
    #expect(rows == [
      #"1  {"id":"a","d":{"@datetime":"2025-07-01T10:00+02:00[Europe/Stockholm]"},"t":{"@time":"10:00+02:00"},"e":{"@datetime":"2025-07-01T10:00-05:00"},"#
        + #""p":{"latitude":55.6,"longitude":13.0,"crs":"WGS-84"},"q":[{"x":1.0,"y":2.0},{"x":1.0,"y":2.0,"z":-3.5,"srid":9157}]}"#,
      #"2  {"id":"b","d":{"@datetime":"2025-07-01T10:00Z"},"t":{"@time":"10:00Z"},"e":{"@datetime":"2025-07-01T10:00+01:00"},"#
        + #""p":{"latitude":55.6,"longitude":13.0,"crs":"wgs-84-3d","height":2.0}}"#,
    ])
  }

  @Test func endsAreFoundInTheirSpaces() throws {
    let person = "Person=\nid,name\n1,Ann\n2,Bo\n"
    let city = "City=\nid,name\n1,Rome\n3,Oslo\n"
    let (elements, _) = try load(
      nodes: [person, city],
      edges: ["LIVES_IN:Person:City=\nsrc,dst\n1,3\n2,1\n", ":START_ID(Person),:TYPE,:END_ID(Person),since:int\n2,KNOWS,1,1999\n"])
    #expect(
      elements.suffix(3) == ["1 LIVES_IN 1>4 {}", "2 LIVES_IN 2>3 {}", #"3 KNOWS 2>1 {"since":1999}"#])
    // Without spaces an id that only one of them has is found; one that two have is an error.
    let (found, _) = try load(nodes: [person, city], edges: ["IN=\nfrom,to\n2,3\n"])
    #expect(found.last == "1 IN 2>4 {}")
    #expect(throws: StoreError.self) { try load(nodes: [person, city], edges: ["IN=\nfrom,to\n1,3\n"]) }
  }

  /// Of plain files the first column is the id, where edges ask for it, and the first two are the ends.
  @Test func plainFilesAreConnected() throws {
    let person = "Person=\nname,age\nAnn,30\nBo,5\n"
    let city = "City=\nname,pop\nOslo,1\n"
    let word = "Word=\ntext\nsame\nsame\n"
    let (elements, _) = try load(
      nodes: [person, city, word], edges: ["LIVES_IN:Person:City=\nwho,where,since:int\nBo,Oslo,1999\n", "KNOWS:Person:Person=\na,b\nAnn,Bo\n"])
    #expect(elements.suffix(2) == [#"1 LIVES_IN 2>3 {"since":1999}"#, "2 KNOWS 1>2 {}"])
    #expect(elements.contains(#"2 Person {"name":"Bo","age":5}"#))
    #expect(throws: StoreError.self) { try load(nodes: [word], edges: ["R=\na,b\nsame,same\n"]) }
  }

  /// Columns that are called ends are the ends wherever they stand.
  @Test(arguments: ["Id,Source,Target,w\n7,2,1,5\n", "target,w,source\n1,5,2\n", "w,TO,FROM\n5,1,2\n", "dst,src,w\n1,2,5\n", "end,start,w\n1,2,5\n"])
  func endsAreFoundByName(rows: String) throws {
    let (elements, _) = try load(nodes: ["P=\nid,name\n1,Ann\n2,Bo\n"], edges: ["KNOWS=\n" + rows])
    let edge = try #require(elements.last)
    #expect(edge.hasPrefix("1 KNOWS 2>1 ") && edge.contains("\"w\":5"), "\(edge)")
  }

  static let manyRows = 25_000

  @Test func rowsOfManyBatchesKeepTheirOrder() throws {
    var nodes = "N=\nkey:ID,n:int\n"
    var edges = "E=\n:START_ID,:END_ID,w:int\n"
    for number in 0..<Self.manyRows {
      // Integers near and far, and texts.
      let key = number % 3 == 0 ? "k\(number)" : number % 3 == 1 ? "\(number)" : "\(number)000000007"
      nodes += "\(key),\(number)\n"
      edges += "\(key),\(key),\(number)\n"
    }
    let (elements, _) = try load(nodes: [nodes], edges: [edges])
    #expect(elements.count == 2 * Self.manyRows)
    for number in stride(from: 0, to: Self.manyRows, by: 997) {
      #expect(elements[number].hasSuffix("\"n\":\(number)}"))
      #expect(elements[Self.manyRows + number] == "\(number + 1) E \(number + 1)>\(number + 1) {\"w\":\(number)}")
    }
  }

  /// The packed index of a first load is made along with the rows, and says what one made of the rows says.
  @Test func theFirstLoadPacksAsItGoes() throws {
    let folder = Folder()
    var nodes = "number:ID,n:int,day:date,x\n"
    var edges = ":START_ID,:END_ID,:TYPE,w:float\n"
    for number in 0..<8_500 {
      nodes += "\(500_000 + number),\(number % 7),\(number % 3 == 0 ? "2024-02-29" : ""),\"text \(number / 2)\"\n"
      // Loops, and the types in turn.
      edges += "\(500_000 + number),\(500_000 + number * 31 % 8_500),T\(number % 3),\(Double(number) / 4)\n"
      if number % 5 == 0 { edges += "\(500_000 + number),\(500_000 + number),T0,\n" }
    }
    let inputs = [
      CSVInput.nodes("A:B=" + (try folder.file("n.csv", nodes))), try CSVInput.edges(try folder.file("e.csv", edges)),
    ]
    let file = try TemporaryFile()
    let store = try Store(path: file.path)
    _ = try LoadTransaction.run(in: store, options: LoadOptions()) { load throws(StoreError) in try CSVImport.load(inputs, into: load) }
    #expect(try Program.sqlite(file.path, "PRAGMA journal_mode; SELECT count(*) FROM meta WHERE key = 'journal'") == "wal\n0\n")
    // Compares all of the index with the rows.
    #expect(try store.check().isEmpty)
    let read = try store.beginRead()
    let reader = try #require(read.reader() as? Snapshot)
    let pack = try #require(reader.pack)
    #expect(pack.source.header.indexedNodeKeys.count == 4)
    let along = Picture(reader)
    #expect(along == Picture(try Snapshot.load(from: #require(read.rowSource), usesPack: false)))
    read.end()
    try store.repack()
    #expect(Picture(try store.beginRead().reader()) == along)
    // A second load finds rows, and is packed from them.
    _ = try LoadTransaction.run(in: store, options: LoadOptions()) { load throws(StoreError) in try CSVImport.load(inputs, into: load) }
    #expect(try store.check().isEmpty)
    #expect(try store.beginRead().reader().nodeCount == 17_000)
  }

  /// What else happens in the transaction of a load is in the index too.
  @Test func changesAfterALoadAreNotLost() throws {
    let folder = Folder()
    var nodes = "id:ID\n"
    var edges = ":START_ID,:END_ID,:TYPE\n"
    for number in 0..<11_000 {
      nodes += "\(number)\n"
      edges += "\(number),\(number),T\n"
    }
    let inputs = [CSVInput(path: try folder.file("n.csv", nodes)), CSVInput(path: try folder.file("e.csv", edges))]
    for round in 0..<3 {
      let file = try TemporaryFile()
      let store = try Store(path: file.path)
      let write = try store.beginWrite()
      if round == 2 { try write.beginStatement() }
      _ = try CSVImport.load(inputs, into: write)
      switch round {
      case 0: try write.setProperty("id", to: .int(-1), ofNode: NodeID(7))
      case 1: _ = try write.insertNode(labels: ["X"], properties: ["id": 11_000])
      default:
        try write.rollBackStatement()
        for _ in 0..<3 { _ = try write.insertNode(labels: ["X"], properties: ["id": 1]) }
      }
      try write.commit()
      #expect(try store.check().isEmpty)
      #expect(try store.beginRead().reader().nodeCount == [11_000, 11_001, 3][round])
    }
  }

  static let faults: [(nodes: String, edges: String, message: String)] = [
    ("id:ID,n:int\na,1\nb,x\n", "", "n0.csv:3:3: `x` is no int"),
    ("id:ID,n:int\na,1\na,2\n", "", "n0.csv:3:1: the id `a` comes twice"),
    ("id:ID,n:int\n,1\n", "", "n0.csv:2:1: the id is empty"),
    ("id:ID,n:int\na\n", "", "n0.csv:2:1: 1 field, where the header has 2"),
    ("id:ID,n:int\na,99999999999999999999\n", "", "n0.csv:2:3: `99999999999999999999` is no int"),
    ("id:ID,d:date\na,2025-02-30\n", "", "n0.csv:2:3: `2025-02-30` is no date"),
    ("id:ID,s\na,\"x\nb,\"y\n", "", "n0.csv:3:4: text after the closing quote of a field"),
    ("id:ID,s\na,b\nc,\"x\nb,y\n", "", "n0.csv:3:3: the quote that opens here is never closed"),
    ("id:ID,s:text\n", "", "n0.csv:1: column 2: unknown type `text` in `s:text`; known are string, int, float, decimal, boolean, "
      + "date, localtime, time, localdatetime, datetime, duration, point, and each with `[]`"),
    ("id:ID,p:point\na,{x:1}\n", "", "n0.csv:2:3: `{x:1}` is no point"),
    ("id:ID,d:datetime{zone:Europe/Rome}\n", "", "n0.csv:1: column 2: unknown option `zone:Europe/Rome`; known are id-type:int and "
      + "id-type:string of ids, timezone of datetime and time, crs of point"),
    ("id:ID,d:datetime{timezone:Europe/Nowhere}\n", "", "n0.csv:1: column 2: unknown time zone `Europe/Nowhere`; write an offset such as +02:00, "
      + "or a name such as Europe/Stockholm"),
    ("id:ID,t:time{timezone:Europe/Rome}\n", "", "n0.csv:1: column 2: a time of day has no date, by which `Europe/Rome` has an offset; write one "
      + "such as +02:00"),
    ("_id,_labels,name,_start,_end,_type\n0,:A,x,,,\n,,,0,0,R\n", "", "n0.csv:1: nodes and relationships in one table, as `apoc.export.csv.all` "
      + "writes them: with `bulkImport: true` it writes tables that are read, and `apoc.export.json.all` lines that are"),
    ("id:ID,a:int,a\n", "", "n0.csv:1: two columns are called `a`"),
    ("", "", "n0.csv: the file is empty, and needs a header"),
    ("id:ID\na\n", ":START_ID,:END_ID\na,a\n", "e0.csv:1: no type of edge; write `--edges TYPE=e0.csv`"),
    ("id:ID\na\n", "T=\n:START_ID,:END_ID\na,b\n", "e0.csv:2:3: no node has the id `b`"),
    ("id:ID\na\n", "T=\n:START_ID(X),:END_ID\na,b\n", "e0.csv: no file of nodes has the id space `X`; their ids are in none"),
    ("id:ID(Y)\na\n", "T=\n:START_ID(X),:END_ID\na,b\n", "e0.csv: no file of nodes has the id space `X`; there is `Y`"),
    ("id:ID\na\n", "T=\n:START_ID,x\na,b\n", "e0.csv:1: a file of edges needs one `:START_ID`, one `:END_ID` and at most one `:TYPE`"),
  ]

  @Test(arguments: faults)
  func faultsNameFileLineAndColumn(_ fault: (nodes: String, edges: String, message: String)) throws {
    #expect {
      try load(nodes: [fault.nodes], edges: fault.edges.isEmpty ? [] : [fault.edges])
    } throws: { error in
      #expect((error as? StoreError)?.message == fault.message)
      return true
    }
  }

  @Test func someFaultsMayBeLeftOut() throws {
    let nodes = "\u{FEFF}id:ID,n:int\r\na,1\r\n\r\nb,x\r\n\"c\"d,4\r\ne,5,6\r\nf,7"
    var options = CSVOptions()
    options.maximumErrors = 3
    let (elements, report) = try load(nodes: [nodes], edges: ["T=\n:START_ID,:END_ID\na,f\n"], options: options)
    #expect(elements == [#"1  {"id":"a","n":1}"#, #"2  {"id":"f","n":7}"#, "1 T 1>2 {}"])
    let places = report.load.rejected.map { $0.split(separator: "/").last.map(String.init) ?? "" }
    #expect(
      places == [
        "n0.csv:4:3: `x` is no int", "n0.csv:5:4: text after the closing quote of a field",
        "n0.csv:6:5: 3 fields, where the header has 2",
      ])
    options.maximumErrors = 2
    #expect(throws: StoreError.self) { try load(nodes: [nodes], options: options) }
  }

  @Test func severalColumnsOfLabelsAreOne() throws {
    let nodes = [":LABEL,:ID,:LABEL,:LABEL\nA,1,B,A;C\n,2,B,\n,3,,\nA,4,,\n"]
    #expect(try load(nodes: nodes).elements == [#"1 A:B:C {}"#, #"2 B {}"#, #"3  {}"#, #"4 A {}"#])
  }

  @Test func aDryRunWritesNothing() throws {
    var options = CSVOptions()
    options.isDryRun = true
    let (elements, report) = try load(nodes: ["id:ID,n\na,1\n"], edges: ["T=\n:START_ID,:END_ID\na,a\n"], options: options)
    #expect(elements.isEmpty)
    #expect(report.load.nodes.created == 1)
    #expect(report.load.edges.created == 1)
  }

  /// The reader's buffer is a MiB; records that straddle it, quotes and doubled quotes among them, come out whole.
  @Test func recordsAcrossTheBufferComeOutWhole() throws {
    let long = String(repeating: "x\"\"y\n", count: 300_000)
    let nodes = "id:ID,a,b\n1,\"\(long)\",\"q\"\"\"\n2,\"\"\"\",z\n"
    let (elements, _) = try load(nodes: [nodes])
    let unquoted = String(repeating: #"x\"y\n"#, count: 300_000)
    #expect(elements[0] == "1  {\"id\":1,\"a\":\"\(unquoted)\",\"b\":\"q\\\"\"}")
    #expect(elements[1] == #"2  {"id":2,"a":"\"","b":"z"}"#)
  }

  @Test func anEndlessFieldIsAnError() throws {
    let folder = Folder()
    let path = try folder.file("n.csv", "id:ID,a\n1,\"" + String(repeating: "x", count: 40 << 20))
    let store = try Store(path: nil)
    let transaction = try store.beginWrite()
    #expect {
      _ = try CSVImport.load([.nodes(path)], into: transaction)
    } throws: { error in
      (error as? StoreError)?.message.contains("a record of more than 16 MiB") == true
    }
  }
}
