#!/usr/bin/env python3
"""Counts the instructions of small statements under callgrind, where noise does not matter.

usage: kernels.py GRAPHSH [--update] [--only NAME,NAME]

Each statement guards one kernel. The count of a run is the difference between seven runs in one process and two, by five, so that starting
the program, opening the file and planning do not count. `kernels.tsv` beside this file holds the counts that are expected: more than a
twentieth above one of them fails, `--update` writes them anew. Needs valgrind.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

NODES, EDGES = 20_000, 100_000
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernels.tsv")
TOLERANCE = 1.05

KERNELS = {
    "compare integers": "MATCH (p:Person) WHERE p.age > 40 RETURN COUNT(*) AS n",
    "compare strings of few kinds": "MATCH (p:Person) WHERE p.kind = 'k3' RETURN COUNT(*) AS n",
    "compare dates": "MATCH (p:Person) WHERE p.day >= DATE '2024-06-01' RETURN COUNT(*) AS n",
    "find by prefix": "MATCH (p:Person) WHERE p.name STARTS WITH 'name 12' RETURN COUNT(*) AS n",
    "arithmetic": "MATCH (p:Person) RETURN SUM(p.age * 3 + 1) AS n",
    "group by a string": "MATCH (p:Person) RETURN p.kind AS kind, COUNT(*) AS n, SUM(p.age) AS s GROUP BY kind ORDER BY kind",
    "distinct values": "MATCH (p:Person) RETURN COUNT(DISTINCT p.age) AS n",
    "first rows": "MATCH (p:Person) RETURN p.id AS id, p.age AS age ORDER BY age DESC, id LIMIT 3",
    "sort": "MATCH (p:Person) RETURN p.name AS name ORDER BY name OFFSET 19999",
    "follow edges and read them": "MATCH (a:Person)-[e:KNOWS]->(b:Person) RETURN SUM(e.weight) AS n",
    "follow edges and group": "MATCH (a:Person)-[e:KNOWS]->(b:Person) RETURN b.kind AS kind, SUM(e.weight) AS n GROUP BY kind ORDER BY kind",
    "count branches": "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person) RETURN COUNT(*) AS n",
    "close triangles": "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person)-[:KNOWS]->(a) RETURN COUNT(*) AS n",
    "short walks": "MATCH TRAIL (a:Person WHERE a.id = 17)-[:KNOWS]->{1,4}(b) RETURN COUNT(*) AS n",
    "shortest path": "MATCH p = ANY SHORTEST (a:Person WHERE a.id = 17)-[:KNOWS]->*(b:Person WHERE b.id = 19000) RETURN PATH_LENGTH(p) AS n",
    "look up": "MATCH (p:Person WHERE p.id = 4711) RETURN p.name AS name",
    "look up and follow": "MATCH (p:Person WHERE p.id = 4711)-[:KNOWS]->(q) RETURN q.name AS name ORDER BY name",
    "pagerank": "CALL algo.pagerank({types: ['KNOWS'], iterations: 5}) YIELD score RETURN MAX(score) > 0 AS ok",
    "commit an edge": "MATCH (a:Person WHERE a.id = 17), (b:Person WHERE b.id = 4711) INSERT (a)-[:KNOWS {weight: 1}]->(b)",
}
REPEATS = {"look up": 200, "look up and follow": 200, "commit an edge": 100}


def numbers(seed):
    """The same on every machine (Knuth's MMIX generator)."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        yield seed >> 33


def make_graph(program, folder):
    random = numbers(1)
    pick = lambda limit: next(random) % limit
    with open(f"{folder}/persons.csv", "w") as file:
        file.write("id:ID,name,kind,age:int,day:date\n")
        for id in range(NODES):
            file.write(f"{id},name {pick(NODES)},k{pick(8)},{pick(90)},2024-{pick(12) + 1:02}-{pick(28) + 1:02}\n")
    with open(f"{folder}/knows.csv", "w") as file:
        file.write(":START_ID,:END_ID,weight:int\n")
        for _ in range(EDGES):
            file.write(f"{pick(NODES)},{pick(NODES)},{pick(100)}\n")
    path = f"{folder}/kernels.graph"
    subprocess.run([program, "import", path, "--create", "--nodes", f"Person={folder}/persons.csv", "--edges", f"KNOWS={folder}/knows.csv"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def instructions(program, path, statement, runs):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, path, "--no-init", "--mode", "csv"]
    if "INSERT" not in statement:
        command.append("--read-only")
    text = ".set threads 1\n" + f"{statement};\n" * runs
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"graphsh refused `{statement}`:\n{done.stderr}")
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    expected = {}
    if os.path.exists(EXPECTED):
        with open(EXPECTED) as file:
            expected = {name: int(count) for name, count in (line.rstrip("\n").split("\t") for line in file)}
    chosen = {name: KERNELS[name] for name in options.only.split(",") if name} or KERNELS
    counts, worse = {}, []
    with tempfile.TemporaryDirectory() as folder:
        path = make_graph(program, folder)
        for name, statement in chosen.items():
            unit = REPEATS.get(name, 1)
            few, many = (instructions(program, path, statement, runs * unit) for runs in (2, 7))
            counts[name] = (many - few) // (5 * unit)
            ratio = counts[name] / expected[name] if name in expected else None
            if ratio and ratio > TOLERANCE:
                worse.append(name)
            print(f"{name:32} {counts[name]:>14,}" + (f"   {ratio:.2f}" if ratio else ""), flush=True)
    if options.update:
        with open(EXPECTED, "w") as file:
            file.writelines(f"{name}\t{count}\n" for name, count in {**expected, **counts}.items())
    elif worse:
        sys.exit(f"more instructions than expected: {', '.join(worse)}")


if __name__ == "__main__":
    main()
