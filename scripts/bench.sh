#!/bin/bash
# Runs the benchmark of Benchmarks/: graphsh and its peers on the same data in one run. `bench.sh all` takes the slow peers too.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${BENCH_WORK:-.build/bench}
mkdir -p "$work"
requirements=Benchmarks/requirements-fast.txt
peers=graphsh,sqlite,duckdb,kuzu,ladybug
workloads=${BENCH_WORKLOADS:-social,news,transactions}
if [ "${1:-}" = all ]; then
  requirements=Benchmarks/requirements.txt
  peers=$peers,grafeo,graphdblite,graphqlite,cozo,oxigraph,grandcypher,igraph,rustworkx,networkx
fi
if [ ! -x "$work/venv/bin/python" ]; then
  echo "making a Python environment with the peers in $work/venv"
  python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
for data in social news; do
  [ -f "$work/data/$data/schema.json" ] || "$work/venv/bin/python" "Benchmarks/gen_$data.py" "$work/data/$data"
done
GRAPHSH=$PWD/graphsh "$work/venv/bin/python" Benchmarks/run.py "$work/data" "$work/run" --peers "$peers" --workloads "$workloads" \
  --threads 2 --reload | tee "$work/table.md"
echo "the table is in $work/table.md, all measurements in $work/run/results"
