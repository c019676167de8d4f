#!/usr/bin/env bash
# Builds a package of its own that depends on this one by path, and runs it. It declares a `Value` too, as users may.
# Its arguments are those of the package's own build: the library's modules are the same ones, and are not compiled again.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
package="$root/.build/library-check/package"
mkdir -p "$package/Sources/user"
identity=$(basename "$root")
cat >"$package/Package.swift" <<SWIFT
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "user", platforms: [.macOS(.v15)], dependencies: [.package(path: "$root")],
  targets: [.executableTarget(name: "user", dependencies: [.product(name: "GQL", package: "$identity")])])
SWIFT
cat >"$package/Sources/user/main.swift" <<'SWIFT'
import GQL

struct Value { var amount = 7 }
struct Person: Decodable { var who: String, age: Int? }

let graph = try Graph.inMemory()
let name = "one-month truce"
try graph.write { tx in
  try tx.execute("INSERT (:Person {name: 'Ada'})-[:SUPPORTS]->(:Thing {name: $p})", ["p": GQL.Value.string(name)])
}
let text = "MATCH (a)-[:SUPPORTS]->({name: $p}) RETURN a.name AS who, a.age AS age"
for row in try graph.query(text, ["p": "one-month truce"]) { print(try row["who", as: String.self]) }
let people = try graph.query(text, ["p": "one-month truce"], as: Person.self)
print(people.count, people[0].age ?? -1, Value().amount)
try graph.read { tx in print(try tx.query("MATCH (n) RETURN COUNT(*) AS n")[0]["n", as: Int.self]) }
do { try graph.write("INSERT (n:Person RETURN n") } catch let error as QueryError { print(error.status) }
try graph.export(.dot, of: "MATCH (a)-[e]->(b) RETURN a, e, b", to: CommandLine.arguments[1])
SWIFT
swift build --package-path "$package" "$@" >"$package/build.log" 2>&1 || {
  grep -E 'error' "$package/build.log" | head -20
  exit 1
}
"$(swift build --package-path "$package" "$@" --show-bin-path)/user" "$package/out.dot" >"$package/out.txt"
diff - "$package/out.txt" <<'TEXT'
Ada
1 -1 7
2
42001
TEXT
grep -q '^digraph' "$package/out.dot"
echo "the library works from a package of its own"
