#!/usr/bin/env bash
# Makes seeds.graph when it is not there, and opens the shell on it; without a terminal shows a short tour, and exits 0.
set -eu
cd "$(dirname "$0")/.."
if [ ! -e seeds.graph ]; then
  ./graphsh import --create seeds.graph.new seeds/vocabulary.jsonl seeds/entities.jsonl seeds/article-*.jsonl
  mv seeds.graph.new seeds.graph
  rm -f seeds.graph.new-wal seeds.graph.new-shm
fi
if [ -t 0 ] && [ -t 1 ]; then
  cat <<'TEXT'

Who backs what for Ukraine in March 2025, from five news articles. Three questions to try:

  .backs one-month truce
  .sources "United Kingdom" "one-month truce"
  MATCH (a)-[e:PROPOSES]->(p) RETURN a.name AS who, p.name AS what, COUNT(DISTINCT e.source) AS documents ORDER BY documents DESC, who LIMIT 5;

TEXT
  exec ./graphsh seeds.graph
fi
show() {
  local word line='$ ./graphsh'
  for word in "$@"; do case "$word" in *[!A-Za-z0-9./_-]*) line+=" \"$word\"" ;; *) line+=" $word" ;; esac; done
  printf '\n%s\n' "$line"
  ./graphsh "$@"
}
show --version
show backs seeds.graph "one-month truce"
show ask seeds.graph who-says-so thing="one-month truce"
show seeds.graph -c "MATCH (a)-[e:FUNDS]->(b) WHERE e.part_of IS NULL RETURN a.name AS giver, e.currency AS currency, e.status AS status, SUM(e.amount) AS total GROUP BY giver, currency, status ORDER BY total DESC, giver"
printf '\nIn a terminal, make run opens the shell on seeds.graph.\n'
