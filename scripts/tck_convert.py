#!/usr/bin/env python3
"""Turns the openCypher kit's own files into the folder that `make tck` reads.

usage: tck_convert.py KIT OUT

KIT holds `features/**/*.feature` and `graphs/NAME/*.cypher` (the kit's `tck` folder). OUT gets `scenarios.jsonl`, one
scenario a line with outlines expanded, and `graphs.json`. No value is edited. A step that is not known ends the run
with its file and line: a scenario is never dropped or half read.
"""
import json
import re
import sys
from pathlib import Path

STEP = re.compile(r"(Given|When|Then|And|But|\*)\s+(.*)")
PROCEDURE = re.compile(r"there exists a procedure ([^(]+)\((.*?)\)\s*::\s*(?:VOID|\((.*)\)):$")
ERROR = re.compile(r"an? (\w+) should be raised at (compile time|runtime|any time): (.+)$")
RESULT = re.compile(
  r"the result should be(?: \((ignoring element order for lists)\))?, (in any order|in order)"
  r"(?: \((ignoring element order for lists)\))?:$")
GRAPH = re.compile(r"the (\S+) graph$")


class Mistake(Exception):
  pass


def cells(line):
  """The cells of a table row; `\\|`, `\\n` and `\\\\` are Gherkin's escapes, all else stands for itself."""
  found, current, position = [], "", 1
  while position < len(line):
    character = line[position]
    if character == "\\" and position + 1 < len(line) and line[position + 1] in "|\\n":
      current += {"|": "|", "\\": "\\", "n": "\n"}[line[position + 1]]
      position += 2
      continue
    if character == "|":
      found.append(current.strip())
      current = ""
    else:
      current += character
    position += 1
  return found


class Feature:
  """One file: its name, and its scenarios with their steps as (text, docstring or None, table or None)."""

  def __init__(self, path):
    self.lines = path.read_text(encoding="utf-8").split("\n")
    self.name, self.background, self.scenarios = None, [], []
    tags, steps, table, scenario, position = [], None, None, None, 0
    while position < len(self.lines):
      line = self.lines[position].strip()
      where = f"{path}:{position + 1}"
      position += 1
      if not line or line.startswith("#"):
        continue
      if line.startswith("@"):
        tags += [word[1:] for word in line.split()]
      elif line.startswith("Feature:"):
        self.name, tags = line[8:].strip(), []
      elif line.startswith("Background:"):
        steps = self.background
      elif line.startswith(("Scenario:", "Scenario Outline:")):
        scenario = {"name": line.split(":", 1)[1].strip(), "tags": tags, "steps": [], "examples": []}
        self.scenarios.append(scenario)
        tags, steps = [], scenario["steps"]
        scenario["isOutline"] = line.startswith("Scenario Outline:")
      elif line.startswith("Examples:"):
        table = []
        scenario["examples"].append(table)
        tags = []
      elif line.startswith('"""'):
        indent = self.lines[position - 1].index('"""')
        end = next(i for i in range(position, len(self.lines)) if self.lines[i].strip() == '"""')
        text = [each[indent:] if not each[:indent].strip() else each for each in self.lines[position:end]]
        steps[-1][1] = "\n".join(text)
        position = end + 1
      elif line.startswith("|"):
        table.append(cells(line))
      elif STEP.match(line):
        table = []
        steps.append([STEP.match(line).group(2), None, table, where])
      elif scenario or steps is not None:
        raise Mistake(f"{where}: unknown line: {line}")


def signature(text):
  """`a :: INTEGER?, b :: STRING?` as names and types."""
  parts = [part.split("::") for part in (text or "").split(",") if part.strip()]
  return [{"name": name.strip(), "type": kind.strip()} for name, kind in parts]


def convert(steps):
  """What the steps of one scenario say, in the keys of the format."""
  given = {"kind": "any", "graph": None, "setup": []}
  parameters, procedures, runs = {}, [], []
  for text, document, table, where in steps:
    if text == "an empty graph":
      given["kind"] = "empty"
    elif text == "any graph":
      given["kind"] = "any"
    elif GRAPH.match(text):
      given.update(kind="named", graph=GRAPH.match(text).group(1))
    elif text == "having executed:":
      given["setup"].append(document)
    elif text == "parameters are:":
      parameters.update({row[0]: row[1] for row in table})
    elif match := PROCEDURE.match(text):
      columns = table[0] if table else []
      procedures.append({
        "name": match.group(1), "inputs": signature(match.group(2)), "outputs": signature(match.group(3)),
        "columns": columns, "rows": [row for row in table[1:] if row]})
    elif text in ("executing query:", "executing control query:"):
      when = {"query": document, "control": text != "executing query:"}
      runs.append({"when": when, "then": None, "side_effects": None})
    elif text == "the result should be empty":
      runs[-1]["then"] = {"kind": "empty"}
    elif match := RESULT.match(text):
      runs[-1]["then"] = {
        "kind": "result", "ordered": match.group(2) == "in order",
        "ignore_list_order": bool(match.group(1) or match.group(3)), "columns": table[0], "rows": table[1:]}
    elif match := ERROR.match(text):
      error, phase, detail = match.groups()
      runs[-1]["then"] = {"kind": "error", "type": error, "phase": phase, "detail": detail.strip()}
    elif text == "no side effects":
      runs[-1]["side_effects"] = {}
    elif text == "the side effects should be:":
      runs[-1]["side_effects"] = {row[0]: int(row[1]) for row in table}
    else:
      raise Mistake(f"{where}: unknown step: {text}")
  if not runs or any(run["then"] is None for run in runs):
    raise Mistake(f"{steps[0][3]}: a scenario without a query or without an expectation")
  return {"given": given, "parameters": parameters, "procedures": procedures, **runs[0], "more": runs[1:]}


def filled(value, example):
  """`value` with every `<name>` of the example replaced, in texts however deep."""
  if isinstance(value, str):
    for name, text in example.items():
      value = value.replace(f"<{name}>", text)
    return value
  if isinstance(value, list):
    return [filled(each, example) for each in value]
  return value


def scenarios(path, root):
  """The scenarios of one file, outlines expanded; rows of several example tables are numbered through."""
  feature = Feature(path)
  group = path.parent.relative_to(root).as_posix()
  for scenario in feature.scenarios:
    steps = feature.background + scenario["steps"]
    identity = f"{group}/{path.stem}|{scenario['name']}"
    head = {"feature": feature.name, "group": group}
    if not scenario["isOutline"]:
      yield {"id": identity, **head, "name": scenario["name"], "tags": scenario["tags"], **convert(steps)}
      continue
    rows = [dict(zip(table[0], row)) for table in scenario["examples"] for row in table[1:]]
    for number, example in enumerate(rows, 1):
      yield {
        "id": f"{identity}|{number}", **head, "name": filled(scenario["name"], example),
        "tags": scenario["tags"], "example": example, **convert(filled(steps, example))}


def main():
  if len(sys.argv) != 3:
    sys.exit(__doc__.split("\n\n")[1])
  kit, out = Path(sys.argv[1]), Path(sys.argv[2])
  root = kit / "features"
  if not root.is_dir():
    sys.exit(f"{kit}: no folder `features` inside")
  out.mkdir(parents=True, exist_ok=True)
  count, seen = 0, set()
  with open(out / "scenarios.jsonl", "w", encoding="utf-8") as file:
    for path in sorted(root.rglob("*.feature")):
      for scenario in scenarios(path, root):
        if scenario["id"] in seen:
          raise Mistake(f"{path}: two scenarios have the id {scenario['id']}")
        seen.add(scenario["id"])
        file.write(json.dumps(scenario, ensure_ascii=False) + "\n")
        count += 1
  graphs = {}
  for path in sorted((kit / "graphs").rglob("*.cypher")):
    graphs.setdefault(path.stem, []).append(path.read_text(encoding="utf-8").strip().rstrip(";"))
  (out / "graphs.json").write_text(json.dumps(graphs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
  print(f"{count} scenarios, {len(graphs)} graphs")


try:
  main()
except Mistake as mistake:
  sys.exit(str(mistake))
