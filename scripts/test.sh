#!/usr/bin/env bash
# Builds and runs every test, in two processes side by side. The last line says what passed: "N passed, N failed".
set -u
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'rm -rf "$logs" "$logs.all"' EXIT
swift build --build-tests 2>&1 | grep -E "error:|warning:|Compiling|Build complete" | tail -20

# The first half is what waits for processes and terminals, the second what computes.
first='^(GQLTests|GraphshTests|CrashTests)\.'
if [ "$(uname)" = Linux ]; then
  run=("$(swift build --show-bin-path)/graphshPackageTests.xctest" --testing-library swift-testing --no-parallel)
  "${run[@]}" --filter "$first" >"$logs/first" 2>&1 &
  "${run[@]}" --skip "$first" >"$logs/second" 2>&1
  statuses=($?)
  wait $!
  statuses+=($?)
else
  swift test --skip-build --no-parallel >"$logs/all" 2>&1
  statuses=($?)
fi
sed $'s/\033\\[[0-9;]*m//g' "$logs"/* >"$logs.all"
grep -vE "^(◇|✔|✘ Suite|✘ Test run|↳)| started\.$" "$logs.all"
count() { grep -E "$1" "$logs.all" | grep -cvE '^. Test run with '; }
passed=$(count '^✔ Test .* passed after')
failed=$(count '^✘ Test .* failed after')
failures=$(grep -E '^✘ Test .*( recorded an issue | failed after )' "$logs.all" | grep -v '^✘ Test run with ' | cut -c1-400)
status=0
for one in "${statuses[@]}"; do if [ "$one" -ne 0 ]; then status=1; fi; done
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if scripts/library_check.sh; then passed=$((passed + 1)); else failed=$((failed + 1)) status=1; fi
# The openCypher scenarios lie outside the project: `make test TCK=dir` runs them too.
if [ -n "${TCK:-}" ]; then
  if "$(swift build --show-bin-path)/conformance" "$TCK" --known Tests/Conformance/known-failures.tsv >"$logs.all"; then
    passed=$((passed + 1))
  else
    tail -40 "$logs.all"
    failed=$((failed + 1)) status=1
  fi
  echo "openCypher: $(tail -1 "$logs.all")"
fi
# The long run measures an optimized build.
if [ -n "${GRAPHSH_LONG:-}" ]; then
  swift build -c release --product conformance 2>&1 | grep -E "error:|warning:"
  if "$(swift build -c release --show-bin-path)/conformance" --speed Tests/GoldenTests/Golden seeds ${TCK:+"$TCK"}; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)) status=1
  fi
fi
sed -n 's/^\*\*Claimed: \(.*\)\*\*$/ISO GQL: \1/p' docs/gql-conformance.md
if [ -n "$failures" ]; then printf '%s\n' "$failures"; fi
echo "$passed passed, $failed failed"
exit "$status"
