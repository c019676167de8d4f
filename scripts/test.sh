#!/usr/bin/env bash
# Builds and runs every test, in two lanes side by side. The last line says what passed: "N passed, N failed".
# With GRAPHSH_LONG=1 the long runs too, of an optimized build.
set -u
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'rm -rf "$logs" "$logs.all" "$logs.scenarios"' EXIT
# A whole module at a time and without what a debugger reads: half of the time of a build from nothing. `swift build` keeps its own, incremental.
kind=(--scratch-path "$PWD/.build-test" -debug-info-format none -Xswiftc -wmo -Xswiftc -num-threads -Xswiftc 2)
if [ -n "${GRAPHSH_LONG:-}" ]; then kind=(-c release -Xswiftc -enable-testing --scratch-path "$PWD/.build-all"); fi
if ! swift build "${kind[@]}" --build-tests >"$logs.all" 2>&1; then
  grep -E "error:" "$logs.all" || tail -20 "$logs.all"
  echo "it does not build: 0 passed, 1 failed"
  exit 1
fi
grep -E "warning:|Build complete" "$logs.all" | grep -v "ignoring '-enable-batch-mode'"
built=$(swift build "${kind[@]}" --show-bin-path)

# The openCypher scenarios lie outside the project: `make test TCK=dir` runs them too.
openCypher() {
  if [ -n "${TCK:-}" ]; then "$built/conformance" "$TCK" --known Tests/Conformance/known-failures.tsv >"$logs.all"; fi
}

# The lanes take about as long as one another: the language with its scenarios, and the shell with the store and the oracle.
first='^(GQLTests|GoldenTests|GraphFormatsTests|CrashTests)\.'
if [ "$(uname)" = Linux ]; then
  run=("$built/graphshPackageTests.xctest" --testing-library swift-testing --no-parallel)
  (
    "${run[@]}" --filter "$first" >"$logs/first" 2>&1
    status=$?
    openCypher
    echo $? >"$logs.scenarios"
    exit $status
  ) &
  "${run[@]}" --skip "$first" >"$logs/second" 2>&1
  statuses=($?)
  wait $!
  statuses+=($?)
  scenarios=$(cat "$logs.scenarios")
else
  swift test "${kind[@]}" --skip-build --no-parallel >"$logs/all" 2>&1
  statuses=($?)
  openCypher
  scenarios=$?
fi
passed=0 failed=0 status=0
if [ -n "${TCK:-}" ]; then
  if [ "$scenarios" -eq 0 ]; then passed=1; else tail -40 "$logs.all"; failed=1 status=1; fi
  echo "openCypher: $(tail -1 "$logs.all")"
fi
sed $'s/\033\\[[0-9;]*m//g' "$logs"/* >"$logs.all"
skipped=$(grep -aoE 'SKIPPED: .*' "$logs.all" | sort -u)
count() { grep -E "$1" "$logs.all" | grep -cvE '^. Test run with '; }
passed=$((passed + $(count '^✔ Test .* passed after')))
failed=$((failed + $(count '^✘ Test .* failed after')))
failures=$(grep -E '^✘ Test .*( recorded an issue | failed after )' "$logs.all" | grep -v '^✘ Test run with ' | cut -c1-400)
for one in "${statuses[@]}"; do if [ "$one" -ne 0 ]; then status=1; fi; done
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
# What the tests wrote themselves matters when one fails.
if [ "$failed" -ne 0 ]; then grep -vE "^(◇|✔|✘ Suite|✘ Test run|↳|SKIPPED:|SUMMARY:)| started\.$" "$logs.all"; fi
sed -n 's/^SUMMARY: //p' "$logs.all" | sort
if scripts/library_check.sh "${kind[@]}"; then passed=$((passed + 1)); else failed=$((failed + 1)) status=1; fi
if [ -n "${GRAPHSH_LONG:-}" ]; then
  if "$built/conformance" --speed Tests/GoldenTests/Golden seeds ${TCK:+"$TCK"}; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)) status=1
  fi
fi
sed -n 's/^\*\*Claimed: \(.*\)\*\*$/ISO GQL: \1/p' docs/gql-conformance.md
# What a program that is missing here would have looked at.
if [ -n "$skipped" ]; then printf '%s\n' "$skipped"; fi
if [ -n "$failures" ]; then printf '%s\n' "$failures"; fi
echo "$passed passed, $failed failed"
exit "$status"
