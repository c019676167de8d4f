@testable import GQL

struct StandInParser {
  struct Tok { var s: Int; var e: Int; var t: String; var k: Character }  // k: w n s p y(symbol) z(end) q(delimited)
  struct Err: Error { var m: String; var at: Int }
  var toks: [Tok] = []
  var i = 0
  let bytes: [UInt8]

  static func parse(_ text: String) -> (statement: Statement?, diagnostics: [Diagnostic]) {
    var p = StandInParser(bytes: Array(text.utf8))
    do {
      try p.lex()
      let s = try p.statement()
      if p.cur.k != "z" { throw Err(m: "unexpected \(p.cur.t)", at: p.cur.s) }
      return (s, [])
    } catch let e as Err { return (nil, [Diagnostic(.invalidSyntax, "STANDIN " + e.m, at: SourceSpan(e.at, e.at + 1))]) } catch { return (nil, []) }
  }
  init(bytes: [UInt8]) { self.bytes = bytes }
  mutating func lex() throws {
    func ch(_ i: Int) -> Character { i < bytes.count ? Character(UnicodeScalar(bytes[i])) : "\0" }
    var p = 0
    let syms = ["|+|", "<=", ">=", "<>", "||", "::"]
    while p < bytes.count {
      let c = ch(p)
      if c == " " || c == "\n" { p += 1; continue }
      let s = p
      if c.isLetter || c == "_" {
        if c == "X" && ch(p + 1) == "'" {
          p += 2; var t = ""; while ch(p) != "'" { t.append(ch(p)); p += 1 }; p += 1
          toks.append(Tok(s: s, e: p, t: t, k: "x")); continue
        }
        while ch(p).isLetter || ch(p).isNumber || ch(p) == "_" { p += 1 }
        toks.append(Tok(s: s, e: p, t: String(decoding: bytes[s..<p], as: UTF8.self), k: "w")); continue
      }
      if c.isNumber {
        if c == "0" && ch(p + 1) == "x" { p += 2; while ch(p).isHexDigit { p += 1 } } else {
          while ch(p).isNumber || ch(p) == "_" { p += 1 }
          if ch(p) == "." && ch(p + 1).isNumber { p += 1; while ch(p).isNumber { p += 1 } }
          if ch(p) == "e" { p += 1; while ch(p).isNumber { p += 1 } }
        }
        toks.append(Tok(s: s, e: p, t: String(decoding: bytes[s..<p].filter { $0 != 95 }, as: UTF8.self), k: "n")); continue
      }
      if c == "'" {
        p += 1; var b: [UInt8] = []
        while true {
          if ch(p) == "'" { if ch(p + 1) == "'" { b.append(39); p += 2; continue }; p += 1; break }
          b.append(bytes[p]); p += 1
        }
        toks.append(Tok(s: s, e: p, t: String(decoding: b, as: UTF8.self), k: "s")); continue
      }
      if c == "`" { p += 1; var t = ""; while ch(p) != "`" { t.append(ch(p)); p += 1 }; p += 1; toks.append(Tok(s: s, e: p, t: t, k: "q")); continue }
      if c == "$" { p += 1; while ch(p).isLetter || ch(p).isNumber { p += 1 }; toks.append(Tok(s: s, e: p, t: String(decoding: bytes[(s + 1)..<p], as: UTF8.self), k: "p")); continue }
      if let m = syms.first(where: { bytes[p...].starts(with: $0.utf8) }) { p += m.utf8.count; toks.append(Tok(s: s, e: p, t: m, k: "y")); continue }
      p += 1
      toks.append(Tok(s: s, e: p, t: String(c), k: "y"))
    }
    toks.append(Tok(s: bytes.count, e: bytes.count, t: "", k: "z"))
  }
  var cur: Tok { toks[i] }
  func peek(_ n: Int) -> Tok { toks[min(i + n, toks.count - 1)] }
  var last: Int { i > 0 ? toks[i - 1].e : 0 }
  func at(_ w: String, _ n: Int = 0) -> Bool {
    let t = peek(n)
    return (t.k == "w" && t.t.uppercased() == w) || (t.k == "y" && t.t == w)
  }
  mutating func eat(_ w: String) -> Bool { if at(w) { i += 1; return true }; return false }
  mutating func need(_ w: String) throws { if !eat(w) { throw Err(m: "need \(w) found \(cur.t)", at: cur.s) } }
  mutating func name() throws -> Identifier {
    guard cur.k == "w" || cur.k == "q" else { throw Err(m: "need name found \(cur.t)", at: cur.s) }
    defer { i += 1 }
    return Identifier(cur.t, SourceSpan(cur.s, cur.e))
  }
  mutating func int() throws -> Int { guard cur.k == "n", let v = Int(cur.t) else { throw Err(m: "int", at: cur.s) }; i += 1; return v }
  func sp(_ s: Int) -> SourceSpan { SourceSpan(s, last) }

  mutating func statement() throws -> Statement {
    let s = cur.s
    if eat("EXPLAIN") { return Statement(.explain(.explain, try statement()), sp(s)) }
    if at("START") { i += 2; let ro = eat("READ") && eat("ONLY"); return Statement(.startTransaction(ro ? .readOnly : nil), sp(s)) }
    if at("SESSION") { i += 2; try need("VALUE"); let n = Identifier(cur.t, SourceSpan(cur.s, cur.e)); i += 1; try need("="); return Statement(.session(.setParameter(n, try expr(), ifNotExists: false)), sp(s)) }
    return Statement(.procedure(try body()), sp(s))
  }
  mutating func body() throws -> ProcedureBody {
    let s = cur.s
    var l = [NextStatement(yield: nil, query: try composite())]
    while eat("NEXT") { let y = eat("YIELD") ? try yields() : nil; l.append(NextStatement(yield: y, query: try composite())) }
    return ProcedureBody(l, sp(s))
  }
  mutating func yields() throws -> [YieldItem] {
    var r: [YieldItem] = []
    repeat { let n = try name(); r.append(YieldItem(n, alias: eat("AS") ? try name() : nil)) } while eat(",")
    return r
  }
  mutating func composite() throws -> CompositeQuery {
    let s = cur.s
    let f = try linear()
    var rest: [(operator: SetOperator, query: LinearQuery)] = []
    while true {
      let o = cur.s; var kind: SetOperator.Kind
      if eat("UNION") { kind = .union } else if eat("EXCEPT") { kind = .except } else if eat("INTERSECT") { kind = .intersect } else if eat("OTHERWISE") { kind = .otherwise } else { break }
      let all = eat("ALL")
      let op = SetOperator(kind, keepsDuplicates: all, sp(o))
      rest.append((op, try linear()))
    }
    return CompositeQuery(f, rest, sp(s))
  }
  mutating func linear() throws -> LinearQuery {
    let s = cur.s
    var l: [Clause] = []
    while true {
      let c = cur.s
      func add(_ k: Clause.Kind) { l.append(Clause(k, SourceSpan(c, last))) }
      if at("MATCH") { let m = try match(false); add(.match(m)) }
      else if at("OPTIONAL") && at("CALL", 1) { i += 1; let k = try call(true); add(k) }
      else if at("OPTIONAL") && at("{", 1) { i += 2; var ms: [MatchClause] = []; while at("MATCH") { ms.append(try match(false)) }; try need("}"); add(.optionalBlock(ms)) }
      else if eat("OPTIONAL") { let m = try match(true); add(.match(m)) }
      else if eat("FILTER") { let e = try expr(); add(.filter(e)) }
      else if at("LET") { i += 1; let b = try bindings(); add(.let(b)) }
      else if eat("FOR") { let n = try name(); try need("IN"); let e = try expr(); var pos: (kind: ForClause.Position, variable: Identifier)?; if eat("WITH") { let k: ForClause.Position = eat("ORDINALITY") ? .ordinality : .offset; if k == .offset { i += 1 }; pos = (k, try name()) }; add(.for(ForClause(variable: n, source: e, position: pos))) }
      else if at("ORDER") || at("LIMIT") || at("OFFSET") { let o = try order(); add(.orderByAndPage(o)) }
      else if at("CALL") { let k = try call(false); add(k) }
      else if eat("INSERT") { var ps: [InsertPath] = []; repeat { ps.append(try insertPath()) } while eat(","); add(.insert(InsertPattern(ps))) }
      else if eat("SET") {
        var items: [SetItem] = []
        repeat {
          let n = try name()
          if eat(".") { let k = try name(); try need("="); items.append(.property(n, key: k, value: try expr())) }
          else if eat("=") { let o = cur.s; let ps = try props(); items.append(.allProperties(n, ps, SourceSpan(n.span.start, last))); _ = o }
          else { if !eat(":") { try need("IS") }; items.append(.label(n, try name())) }
        } while eat(",")
        add(.set(items))
      } else if eat("REMOVE") {
        var items: [RemoveItem] = []
        repeat { let n = try name(); if eat(".") { items.append(.property(n, key: try name())) } else { if !eat(":") { try need("IS") }; items.append(.label(n, try name())) } } while eat(",")
        add(.remove(items))
      } else if at("DELETE") || at("DETACH") { let d = eat("DETACH"); try need("DELETE"); var es: [Expression] = []; repeat { es.append(try expr()) } while eat(","); add(.delete(DeleteClause(isDetaching: d, items: es))) }
      else if at("RETURN") { let r = try ret(); add(.return(r)); break }
      else if eat("FINISH") { add(.finish); break }
      else if eat("{") { let b = try body(); try need("}"); add(.nested(b)); break }
      else { break }
    }
    if l.isEmpty { throw Err(m: "no clause at \(cur.t)", at: cur.s) }
    return LinearQuery(l, sp(s))
  }
  mutating func call(_ opt: Bool) throws -> Clause.Kind {
    try need("CALL")
    if at("{") || at("(") {
      var scope: [Identifier]?
      if eat("(") { scope = []; while !at(")") { scope?.append(try name()); _ = eat(",") }; try need(")") }
      try need("{"); let b = try body(); try need("}")
      return .callInline(InlineCall(isOptional: opt, scope: scope, body: b))
    }
    var n = [try name()]; while eat(".") { n.append(try name()) }
    try need("("); var a: [Expression] = []; while !at(")") { a.append(try expr()); _ = eat(",") }; try need(")")
    return .callProcedure(ProcedureCall(isOptional: opt, name: n, arguments: a, yield: eat("YIELD") ? try yields() : nil))
  }
  mutating func bindings() throws -> [LetBinding] { var r: [LetBinding] = []; repeat { let n = try name(); try need("="); r.append(LetBinding(n, value: try expr())) } while eat(","); return r }
  mutating func match(_ opt: Bool) throws -> MatchClause {
    let s = cur.s; try need("MATCH")
    let g = try graphPattern()
    return MatchClause(isOptional: opt, pattern: g, yield: eat("YIELD") ? try yields() : nil, span: sp(s))
  }
  mutating func graphPattern() throws -> GraphPattern {
    let s = cur.s; var mode: GraphPattern.MatchMode?
    if eat("REPEATABLE") { i += 1; mode = .repeatableElements } else if at("DIFFERENT") { i += 2; mode = .differentEdges }
    var ps: [PathPattern] = []
    repeat {
      let o = cur.s; var v: Identifier?
      if cur.k == "w" && at("=", 1) { v = try name(); i += 1 }
      let pre = try prefix(); let e = try pathUnion()
      ps.append(PathPattern(variable: v, prefix: pre, expression: e, span: sp(o)))
    } while eat(",")
    let keep = eat("KEEP") ? try prefix() : nil
    return GraphPattern(matchMode: mode, paths: ps, keep: keep, where: eat("WHERE") ? try expr() : nil, span: sp(s))
  }
  mutating func count() throws -> PathSelector.Count { if cur.k == "p" { defer { i += 1 }; return .parameter(cur.t) }; return .literal(try int()) }
  mutating func prefix() throws -> PathPrefix? {
    let s = cur.s; var sel: PathSelector?; var mode: PathMode?
    if at("ALL") && at("SHORTEST", 1) { i += 2; sel = .allShortest } else if eat("ANY") { if eat("SHORTEST") { sel = .anyShortest } else if cur.k == "n" || cur.k == "p" { sel = .any(count: try count()) } else { sel = .any(count: .literal(1)) } }
    else if eat("SHORTEST") { let c = try count(); sel = .shortest(count: c) }
    if eat("TRAIL") { mode = .trail } else if eat("SIMPLE") { mode = .simple } else if eat("ACYCLIC") { mode = .acyclic } else if eat("WALK") { mode = .walk }
    _ = eat("PATHS")
    if eat("GROUPS"), case .shortest(let c)? = sel { sel = .shortestGroups(count: c) }
    return sel == nil && mode == nil ? nil : PathPrefix(selector: sel, mode: mode, span: sp(s))
  }
  mutating func pathUnion() throws -> PathExpression {
    let s = cur.s; let f = try pathConcat()
    if at("|+|") { var l = [f]; while eat("|+|") { l.append(try pathConcat()) }; return PathExpression(.alternation(l), sp(s)) }
    if at("|") { var l = [f]; while eat("|") { l.append(try pathConcat()) }; return PathExpression(.union(l), sp(s)) }
    return f
  }
  mutating func pathConcat() throws -> PathExpression {
    let s = cur.s; var l: [PathExpression] = []
    while at("(") || at("-") || at("<") || at("~") {
      var p = try factor()
      while true {
        let q = cur.s
        if eat("*") { p = PathExpression(.quantified(p, Quantifier(lower: 0, upper: nil, span: sp(q))), sp(p.span.start)) }
        else if eat("+") { p = PathExpression(.quantified(p, Quantifier(lower: 1, upper: nil, span: sp(q))), sp(p.span.start)) }
        else if eat("?") { p = PathExpression(.optional(p), sp(p.span.start)) }
        else if at("{") && (peek(1).k == "n" || at(",", 1)) { i += 1; var lo = 0; var hi: Int?; if cur.k == "n" { lo = try int(); hi = lo }; if eat(",") { hi = cur.k == "n" ? try int() : nil }; try need("}"); p = PathExpression(.quantified(p, Quantifier(lower: lo, upper: hi, span: sp(q))), sp(p.span.start)) }
        else { break }
      }
      l.append(p)
    }
    if l.count == 1 { return l[0] }
    return PathExpression(.concatenation(l), sp(s))
  }
  mutating func factor() throws -> PathExpression {
    let s = cur.s
    if at("(") {
      let save = i
      i += 1
      // path or node?
      if at("(") || at("-") || at("<") || at("~") || at("TRAIL") || at("SIMPLE") || at("ACYCLIC") || (cur.k == "w" && at("=", 1)) {
        var v: Identifier?
        if cur.k == "w" && at("=", 1) { v = try name(); i += 1 }
        let pre = try prefix(); let e = try pathUnion(); let w = eat("WHERE") ? try expr() : nil
        try need(")")
        return PathExpression(.parenthesized(ParenthesizedPath(variable: v, prefix: pre, expression: e, where: w)), sp(s))
      }
      i = save + 1
      let f = try filler(s, ")")
      return PathExpression(.node(f), sp(s))
    }
    let lt = eat("<"); let tilde = at("~"); if !eat("~") { try need("-") }
    var el = ElementPattern(variable: nil, label: nil, properties: [], where: nil, span: sp(s))
    if at("[") { let o = cur.s; i += 1; el = try filler(o, "]"); if !eat("~") { try need("-") } } else { }
    let gt = eat(">")
    let d: EdgeDirectionPattern = tilde ? (lt ? .leftOrUndirected : gt ? .undirectedOrRight : .undirected) : (lt ? (gt ? .leftOrRight : .left) : gt ? .right : .any)
    return PathExpression(.edge(el, d), sp(s))
  }
  mutating func filler(_ s: Int, _ close: String) throws -> ElementPattern {
    var v: Identifier?
    if (cur.k == "w" && !at("IS") && !at("WHERE")) || cur.k == "q" { v = try name() }
    let l = at(":") || at("IS") ? try { i += 1; return try label() }() : nil
    let ps = at("{") ? try props() : []
    let w = eat("WHERE") ? try expr() : nil
    try need(close)
    return ElementPattern(variable: v, label: l, properties: ps, where: w, span: sp(s))
  }
  mutating func props() throws -> [PropertyItem] {
    try need("{"); var r: [PropertyItem] = []
    while !at("}") { let k = try name(); try need(":"); r.append(PropertyItem(k, try expr())); _ = eat(",") }
    try need("}"); return r
  }
  mutating func label() throws -> LabelExpression { var l = try labelAnd(); while eat("|") { l = .or(l, try labelAnd()) }; return l }
  mutating func labelAnd() throws -> LabelExpression { var l = try labelNot(); while eat("&") { l = .and(l, try labelNot()) }; return l }
  mutating func labelNot() throws -> LabelExpression {
    let s = cur.s
    if eat("!") { return .not(try labelNot(), sp(s)) }
    if eat("%") { return .wildcard(sp(s)) }
    if eat("(") { let l = try label(); try need(")"); return l }
    return .name(try name())
  }
  mutating func insertPath() throws -> InsertPath {
    func el(_ p: inout StandInParser, _ s: Int, _ close: String) throws -> InsertElement {
      let f = try p.filler(s, close)
      var ls: [Identifier] = []
      if let l = f.label { ls = l.names }
      return InsertElement(variable: f.variable, labels: ls, properties: f.properties, span: f.span)
    }
    var nodes: [InsertElement] = []; var edges: [InsertEdge] = []
    var s = cur.s; try need("("); nodes.append(try el(&self, s, ")"))
    while at("-") || at("<") || at("~") {
      let lt = eat("<"); let t = at("~"); i += 1; s = cur.s; try need("["); let e = try el(&self, s, "]"); i += 1; _ = eat(">")
      edges.append(InsertEdge(e, direction: t ? .undirected : lt ? .left : .right))
      s = cur.s; try need("("); nodes.append(try el(&self, s, ")"))
    }
    return InsertPath(nodes: nodes, edges: edges)
  }
  mutating func ret() throws -> ReturnClause {
    try need("RETURN"); let d = eat("DISTINCT")
    var b: ReturnClause.Body
    if eat("*") { b = .all } else { var l: [ReturnItem] = []; repeat { let e = try expr(); l.append(ReturnItem(e, alias: eat("AS") ? try name() : nil)) } while eat(","); b = .items(l) }
    var g: [Identifier]?
    if eat("GROUP") { try need("BY"); g = []; if eat("(") { try need(")") } else { repeat { g?.append(try name()) } while eat(",") } }
    return ReturnClause(isDistinct: d, body: b, groupBy: g, orderAndPage: try order())
  }
  mutating func order() throws -> OrderByAndPage {
    var r = OrderByAndPage()
    if eat("ORDER") { try need("BY"); repeat { let e = try expr(); let d = eat("DESC"); if !d { _ = eat("ASC") }; var n: SortItem.NullOrder?; if eat("NULLS") { n = eat("FIRST") ? .first : .last; if n == .last { i += 1 } }; r.orderBy.append(SortItem(e, isDescending: d, nullOrder: n)) } while eat(",") }
    if eat("OFFSET") { r.offset = try expr() }
    if eat("LIMIT") { r.limit = try expr() }
    return r
  }
  // Expressions.
  mutating func expr() throws -> Expression { try binary(0) }
  static let ops: [[(String, BinaryOperator)]] = [[("OR", .or)], [("XOR", .xor)], [("AND", .and)], [], [("=", .equal), ("<>", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<", .less), (">", .greater)], [("IN", .isIn)], [("||", .concatenate)], [("+", .add), ("-", .subtract)], [("*", .multiply), ("/", .divide), ("%", .modulo)], [("^", .power)]]
  mutating func binary(_ level: Int) throws -> Expression {
    let s = cur.s
    if level == 3 { if eat("NOT") { let e = try binary(3); return Expression(.unary(.not, e), sp(s)) }; return try binary(4) }
    if level == Self.ops.count { return try unary() }
    var l = try binary(level + 1)
    while true {
      guard let op = Self.ops[level].first(where: { at($0.0) }) else {
        if level == 5 && at("IS") { l = try predicate(l, s); continue }
        break
      }
      i += 1
      l = Expression(.binary(op.1, l, try binary(level + 1)), sp(s))
    }
    return l
  }
  mutating func predicate(_ l: Expression, _ s: Int) throws -> Expression {
    try need("IS"); let n = eat("NOT")
    if eat("NULL") { return Expression(.isNull(l, isNegated: n), sp(s)) }
    if eat("TRUE") { return Expression(.isTruth(l, true, isNegated: n), sp(s)) }
    if eat("FALSE") { return Expression(.isTruth(l, false, isNegated: n), sp(s)) }
    if eat("UNKNOWN") { return Expression(.isTruth(l, nil, isNegated: n), sp(s)) }
    if eat("LABELED") { let x = try label(); return Expression(.isLabeled(l, x, isNegated: n), sp(s)) }
    if eat("DIRECTED") { return Expression(.isDirected(l, isNegated: n), sp(s)) }
    if eat("SOURCE") { i += 1; let e = try unary(); return Expression(.isSource(l, of: e, isNegated: n), sp(s)) }
    if eat("DESTINATION") { i += 1; let e = try unary(); return Expression(.isDestination(l, of: e, isNegated: n), sp(s)) }
    if eat("TYPED") { let t = try type(); return Expression(.isTyped(l, t, isNegated: n), sp(s)) }
    throw Err(m: "IS \(cur.t)", at: cur.s)
  }
  mutating func type() throws -> TypeSpecification {
    let s = cur.s; let n = try name().text.uppercased()
    var k: TypeSpecification.Kind
    switch n { case "INT": k = .integer(bits: nil, isSigned: true, precision: nil); case "STRING": k = .string(minimum: nil, maximum: nil, isFixed: false); case "LIST": try need("<"); k = .list(try type(), maximum: nil); try need(">"); default: k = .any }
    let nn = eat("NOT"); if nn { try need("NULL") }
    return TypeSpecification(k, isNotNull: nn, span: sp(s))
  }
  mutating func unary() throws -> Expression {
    let s = cur.s
    if eat("-") {
      if cur.k == "n" { let t = cur.t; i += 1; return number("-" + t, s) }
      return Expression(.unary(.minus, try unary()), sp(s))
    }
    var e = try primary()
    while true {
      if eat(".") { e = Expression(.property(e, try name()), sp(s)) }
      else if at("[") { i += 1; let x = try expr(); try need("]"); e = Expression(.item(e, at: x), sp(s)) }
      else { break }
    }
    return e
  }
  func number(_ t: String, _ s: Int) -> Expression {
    let k: Literal = t.contains("x") ? .integer(t) : t.contains("e") ? .float(t) : t.contains(".") ? .decimal(t) : .integer(t)
    return Expression(.literal(k), sp(s))
  }
  mutating func args(_ close: String) throws -> [Expression] { var r: [Expression] = []; while !at(close) { r.append(try expr()); _ = eat(",") }; try need(close); return r }
  mutating func primary() throws -> Expression {
    let s = cur.s; let t = cur
    switch t.k {
    case "n": i += 1; return number(t.t, s)
    case "s": i += 1; return Expression(.literal(.string(t.t)), sp(s))
    case "x": i += 1; var b: [UInt8] = []; let c = Array(t.t); var j = 0; while j < c.count { b.append(UInt8(String(c[j...(j + 1)]), radix: 16)!); j += 2 }; return Expression(.literal(.bytes(b)), sp(s))
    case "p": i += 1; return Expression(.parameter(t.t), sp(s))
    case "q": i += 1; return Expression(.variable(t.t), sp(s))
    case "y":
      if eat("(") { let e = try expr(); try need(")"); return e }
      if eat("[") { let l = try args("]"); return Expression(.list(l), sp(s)) }
      if at("{") { let p = try props(); return Expression(.record(p), sp(s)) }
      throw Err(m: "expr \(t.t)", at: s)
    default: break
    }
    if t.k != "w" { throw Err(m: "expr \(t.t)", at: s) }
    let u = t.t.uppercased()
    if at("(", 1) && !["EXISTS"].contains(u) {
      if u == "COUNT" && at("*", 2) { i += 4; return Expression(.countStar, sp(s)) }
      let n = try name(); i += 1
      switch u {
      case "CAST": let e = try expr(); try need("AS"); let ty = try type(); try need(")"); return Expression(.cast(e, ty), sp(s))
      case "SAME": let a = try args(")"); return Expression(.same(a), sp(s))
      case "ALL_DIFFERENT": let a = try args(")"); return Expression(.allDifferent(a), sp(s))
      case "PROPERTY_EXISTS": let e = try expr(); try need(","); let k = try name(); try need(")"); return Expression(.propertyExists(e, k), sp(s))
      default: break
      }
      let q: FunctionCall.SetQuantifier? = eat("DISTINCT") ? .distinct : nil
      let a = try args(")")
      return Expression(.call(FunctionCall(name: [n], quantifier: q, arguments: a)), sp(s))
    }
    switch u {
    case "NULL": i += 1; return Expression(.literal(.null), sp(s))
    case "TRUE", "FALSE": i += 1; return Expression(.literal(.truth(u == "TRUE")), sp(s))
    case "UNKNOWN": i += 1; return Expression(.literal(.truth(nil)), sp(s))
    case "DATE", "TIME", "DATETIME", "DURATION":
      if peek(1).k == "s" { i += 2; return Expression(.literal(.temporal(Literal.TemporalLiteral(rawValue: u)!, toks[i - 1].t)), sp(s)) }
    case "EXISTS":
      i += 1; try need("{")
      let b: Expression.SubqueryBody
      if at("(") { b = .pattern(try graphPattern()) } else {
        let save = i; var ms: [MatchClause] = []
        while at("MATCH") { ms.append(try match(false)) }
        if at("}") && !ms.isEmpty { b = .matches(ms) } else { i = save; b = .procedure(try body()) }
      }
      try need("}"); return Expression(.exists(b), sp(s))
    case "VALUE": i += 1; try need("{"); let b = try body(); try need("}"); return Expression(.valueSubquery(b), sp(s))
    case "LET": i += 1; let b = try bindings2(); try need("IN"); let e = try expr(); try need("END"); return Expression(.letIn(b, e), sp(s))
    case "PATH": if at("[", 1) { i += 2; let l = try args("]"); return Expression(.path(l), sp(s)) }
    case "CASE":
      i += 1; let o = at("WHEN") ? nil : try expr(); var br: [CaseExpression.Branch] = []
      while eat("WHEN") { var cs: [CaseExpression.Branch.Condition] = []; repeat { let e = try expr(); cs.append(o == nil ? .search(e) : .value(e)) } while eat(","); try need("THEN"); br.append(.init(conditions: cs, result: try expr())) }
      let el = eat("ELSE") ? try expr() : nil; try need("END")
      return Expression(.caseWhen(CaseExpression(operand: o, branches: br, otherwise: el)), sp(s))
    default: break
    }
    i += 1
    return Expression(.variable(t.t), sp(s))
  }
  mutating func bindings2() throws -> [LetBinding] { var r: [LetBinding] = []; repeat { let n = try name(); try need("="); r.append(LetBinding(n, value: try binary(6))) } while eat(","); return r }
}

func parse(_ text: String) -> (statement: Statement?, diagnostics: [Diagnostic]) { StandInParser.parse(text) }
