#!/usr/bin/env python3
"""Verifies the seed graph against the articles it was read from.

Usage: check_seeds.py ARTICLES_DIR [SEEDS_DIR]

The articles are not part of the project. Whoever has them can run this; it needs nothing but Python 3.8 or later.
Each line on stdout is one failure or one group of checks; the last line is `N passed, N failed`.
"""
import collections
import datetime
import json
import pathlib
import re
import sys

COPIED_WORDS = 6  # this many consecutive words in common with an article count as copied

STANCES_FILE = "vocabulary.jsonl"
EDGE_REQUIRED = ("source", "paragraph", "offset", "gist", "certainty", "modality", "publication_date", "publication_basis")
STANCE_REQUIRED = ("origin", "force", "short")
TYPE_REQUIRED = {
    "PROPOSES": ("attributed_to",), "SUPPORTS": ("strength",), "OPPOSES": ("strength",),
    "REQUIRES": ("for",), "DISCUSSES": ("with",),
    "DISTANCES_FROM": ("attributed_to",), "HOSTS": ("place",), "ATTENDS": ("role",),
    "FUNDS": ("amount", "currency", "aid_type", "status", "ceiling"), "SUSPENDS": ("beneficiary",),
    "LEADS": ("role",), "HOLDS_OFFICE": ("status", "of"), "SPEAKS_FOR": ("basis",),
    "STATED": ("medium", "topic"), "COVERS": ("attributed_to",), "EXCLUDES": ("attributed_to",),
    "DISTINCT_FROM": ("difference",),
    "DISAVOWS": ("about", "attributed_to"),
}
NODE_REQUIRED = {
    "Person": ("name", "aliases"), "UnnamedSource": ("name", "description", "source"),
    "Country": ("name", "aliases", "adjectives"), "Organization": ("name", "aliases", "org_type"),
    "Group": ("name", "scope_note"), "Office": ("name", "title", "of"), "Place": ("name",),
    "Event": ("name", "modality"), "Proposal": ("name", "first_source"),
    "Pledge": ("name", "status"), "Aid": ("name", "beneficiary"),
    "Claim": ("name", "gist", "topic"), "Document": ("name", "doc_kind"),
    "Media": ("name",), "Scope": ("name",), "Dispute": ("name", "dispute_kind", "gist"),
    "Stance": ("edge_type", "sign", "strength", "verb"),
}
ENDPOINTS = {  # edge type: (labels allowed at the start, labels allowed at the end)
    "HOLDS_OFFICE": ("Person", "Office"), "STATED": (None, "Claim"), "ABOUT": ("Claim", None),
    "SUSPENDS": (None, "Aid"), "INTERVIEWED_BY": (None, "Media"), "MENTIONED_IN": (None, "Document"),
    "COVERS": ("Proposal", "Scope"), "EXCLUDES": ("Proposal", "Scope"), "HOSTS": (None, "Event"),
    "ATTENDS": (None, "Event"),
}
# What is not known has no property: a text that says so would be a value like any other.
NO_VALUES = {"", "-", "?", "n/a", "none", "none stated", "not known", "not stated", "null", "unknown", "undated"}
CERTAINTY = {"stated", "reported", "inferred"}
MODALITY = {"actual", "planned", "conditional", "hypothetical", "past"}
DATE_BASIS = {"printed", "caption", "weekday", "relative", "shared event", "article date", "inferred"}
PUBLICATION_BASIS = {"printed", "inferred"}
OFFICE_STATUS = {"current", "former", "outgoing", "newly appointed", "prospective"}
MEDIA = {"quoted", "indirect", "narration", "tracker"}  # of STATED
DISPUTE_KINDS = {"conflict between sources", "tension inside one source", "actors disagree",
                 "difference of scope", "change over time"}

passed = 0
failures = []


def check(condition, message):
    global passed
    if condition:
        passed += 1
    else:
        failures.append(message)


def paragraphs(text):
    """The non-blank lines as (start, end), in code points; the first is paragraph 1."""
    found, position = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((position, position + len(line.rstrip("\r\n"))))
        position += len(line)
    return found


def sentences(text):
    """Sentences of an article that is one line: a full stop, question or exclamation mark, an optional closing
    quotation mark, white space, optional tags, then a capital letter or an opening quotation mark."""
    boundary = r'[.?!][\u201d"]?(?=\s+(?:<[^>]*>)*[\u201cA-Z])'
    found, start = [], 0
    for end in [m.end() for m in re.finditer(boundary, text)] + [len(text)]:
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), end))
        start = end
    return found


def words(text):
    text = re.sub(r"<[^>]*>", " ", text).replace("\u2019", "'").replace("\u2018", "'")
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold())


def index_of(ranges, offset):
    return next((i for i, (a, b) in enumerate(ranges, 1) if a <= offset < b), None)


def period(text):
    """First and last day of a date text; None where an end is open. Raises ValueError."""
    def day(part, last):
        numbers = [int(n) for n in part.split("-")]
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", part):
            raise ValueError(part)
        if len(numbers) == 1:
            return datetime.date(numbers[0], 12 if last else 1, 31 if last else 1)
        if len(numbers) == 2:
            first = datetime.date(numbers[0], numbers[1], 1)
            following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
            return following - datetime.timedelta(days=1) if last else first
        return datetime.date(*numbers)
    if not text:
        return None, None
    first, slash, last = text.partition("/")
    if not slash:
        last = first
    return (None if first == ".." else day(first, False)), (None if last == ".." else day(last, True))


def date_of(properties, name, where):
    value = properties.get(name)
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value["@date"])
    except (TypeError, KeyError, ValueError):
        check(False, f"{where}: {name} is no date: {value!r}")
        return None


def check_dates(where, properties, need_range=True):
    try:
        first, last = period(properties.get("date", ""))
    except ValueError:
        check(False, f"{where}: date does not parse: {properties.get('date')!r}")
        return
    check(not (first and last and first > last), f"{where}: interval runs backwards")
    if need_range:
        check(date_of(properties, "date_from", where) == first, f"{where}: date_from is not the first day of date")
        check(date_of(properties, "date_to", where) == last, f"{where}: date_to is not the last day of date")


def check_values(where, properties):
    def scalar(value):
        return isinstance(value, (bool, int, float, str)) or (isinstance(value, dict) and set(value) == {"@date"})
    for name, value in properties.items():
        if isinstance(value, list):
            fine = value == [] and name == "aliases" or (
                bool(value) or name == "aliases") and all(scalar(v) for v in value) and len({type(v) for v in value}) <= 1
        else:
            fine = scalar(value)
        check(fine, f"{where}: {name} has a value of no allowed kind: {value!r}")
        for text in value if isinstance(value, list) else [value]:
            check(not isinstance(text, str) or text.strip().casefold() not in NO_VALUES,
                  f"{where}: {name} is {text!r}: what is not known has no property")


def load(directory):
    nodes, edges = {}, {}
    files = sorted(directory.glob("*.jsonl"))
    # Entities are loaded first, as a user would do.
    files.sort(key=lambda f: (f.name != STANCES_FILE, f.name != "entities.jsonl", f.name))
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                check(False, f"{where}: no JSON: {error}")
                continue
            key = record.get("id")
            table = nodes if record.get("type") == "node" else edges
            check(isinstance(key, str) and key != "", f"{where}: no id")
            check(key not in nodes and key not in edges, f"{where}: key {key} is used twice")
            if table is edges:
                for end in ("start", "end"):
                    target = record[end]["id"]
                    check(target in nodes, f"{where}: {key}: {end} {target} does not exist (or comes later)")
            table[key] = record
            check_values(f"{where} {key}", record["properties"])
    return nodes, edges, files


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    articles = pathlib.Path(sys.argv[1])
    seeds = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else pathlib.Path(__file__).resolve().parent.parent / "seeds"
    nodes, edges, files = load(seeds)
    if not nodes or not edges:
        print(f"no seed records in {seeds}", file=sys.stderr)
        return 2

    def label(key):
        return nodes[key]["labels"][0] if key in nodes else None

    # Nodes.
    names = collections.defaultdict(list)
    aliases = collections.defaultdict(set)
    for key, node in nodes.items():
        main_label, properties = node["labels"][0], node["properties"]
        check(main_label in NODE_REQUIRED, f"{key}: label {main_label} is not in the vocabulary")
        for name in NODE_REQUIRED.get(main_label, ()):
            check(name in properties, f"{key}: {name} is missing")
        if main_label not in ("Claim", "Stance"):
            check("aliases" in properties, f"{key}: aliases is missing")
            names[properties.get("name")].append(key)
            for alias in [properties.get("name", "")] + properties.get("aliases", []):
                aliases[alias.casefold()].add(key)
        if "alias_sources" in properties:
            check(len(properties["alias_sources"]) == len(properties["aliases"]), f"{key}: alias_sources has another length")
        if "date" in properties:
            check_dates(key, properties, need_range=main_label == "Event")
            check(properties.get("date_basis") in DATE_BASIS, f"{key}: date_basis {properties.get('date_basis')!r}")
        if main_label == "Dispute":
            check(properties.get("dispute_kind") in DISPUTE_KINDS, f"{key}: dispute_kind")
        if main_label == "Place" and "country" in properties:
            check(any(n["labels"][0] == "Country" and n["properties"]["name"] == properties["country"] for n in nodes.values()),
                  f"{key}: country {properties['country']!r} is no node")
        if main_label == "Stance":
            check(properties["sign"] in (-1, 0, 1), f"{key}: sign")
    for name, keys in names.items():
        check(len(keys) == 1, f"name {name!r} belongs to {keys}")
    for alias, keys in aliases.items():
        check(len(keys) == 1, f"alias {alias!r} belongs to {sorted(keys)}")
    stances = {n["properties"]["edge_type"] for n in nodes.values() if n["labels"][0] == "Stance"}
    check(bool(stances), "no stances")

    # Articles.
    texts, parts, lines, by_source = {}, {}, {}, {}
    for key, node in nodes.items():
        properties = node["properties"]
        if node["labels"][0] != "Document" or properties.get("doc_kind") != "article":
            continue
        path = articles / properties["file"]
        by_source[properties["name"]] = key
        check(path.is_file(), f"{key}: {path} is missing")
        if not path.is_file():
            continue
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            check(False, f"{path.name}: not UTF-8: {error}")
            continue
        texts[properties["name"]] = text
        parts[properties["name"]] = paragraphs(text)
        if len(parts[properties["name"]]) == 1:
            lines[properties["name"]] = sentences(text)
        check(isinstance(date_of(properties, "publication_date", key), datetime.date), f"{key}: publication_date is missing")

    # Edges.
    covered = collections.defaultdict(set)
    triples = collections.Counter()
    used_disputes = set()
    for key, edge in edges.items():
        kind, properties = edge["label"], edge["properties"]
        for name in EDGE_REQUIRED + (STANCE_REQUIRED if kind in stances else ()) + TYPE_REQUIRED.get(kind, ()):
            check(name in properties, f"{key}: {name} is missing")
        for end, allowed in zip(("start", "end"), ENDPOINTS.get(kind, (None, None))):
            if allowed:
                check(label(edge[end]["id"]) == allowed, f"{key}: {end} is not a {allowed}")
        check(properties.get("certainty") in CERTAINTY, f"{key}: certainty {properties.get('certainty')!r}")
        check(properties.get("modality") in MODALITY, f"{key}: modality {properties.get('modality')!r}")
        check(("date" in properties) == ("date_basis" in properties), f"{key}: date and date_basis come together")
        check(properties.get("date_basis") in DATE_BASIS | {None}, f"{key}: date_basis {properties.get('date_basis')!r}")
        check(properties.get("publication_basis") in PUBLICATION_BASIS, f"{key}: publication_basis")
        check_dates(key, properties)
        check((properties.get("certainty") == "reported") <= ("speakers" in properties), f"{key}: reported by nobody")
        check("speakers" not in properties or properties.get("certainty") != "stated", f"{key}: has speakers, so it is reported")
        # A scope narrows its end: what says of the whole what the end says of itself makes a part of it.
        whole = {s.casefold() for s in nodes[edge["end"]["id"]]["properties"].get("scope", [])}
        for part in properties.get("scope", []):
            check(part.casefold() not in whole and part.split()[0].casefold() not in ("all", "any", "every"),
                  f"{key}: scope {part!r} is the whole; leave it out")
        if kind == "DISTINCT_FROM":
            check(label(edge["start"]["id"]) == label(edge["end"]["id"]), f"{key}: nobody takes the two for one")
        if kind == "STATED":
            check(properties.get("medium") in MEDIA, f"{key}: medium {properties.get('medium')!r}")
        if kind in stances:
            check(len(properties.get("short", "")) <= 28, f"{key}: short is longer than 28 characters")
        if kind in ("HOLDS_OFFICE", "SPEAKS_FOR"):  # the day on which somebody speaks is not that of his office
            check("date" not in properties or "valid_from" in properties or "valid_to" in properties, f"{key}: date of what lasts")
        if kind == "HOLDS_OFFICE":
            check(properties.get("status") in OFFICE_STATUS, f"{key}: status {properties.get('status')!r}")
            check(properties.get("of") == nodes[edge["end"]["id"]]["properties"].get("of"), f"{key}: of differs from the office")
        for name in ("speakers", "with"):
            for other in properties.get(name, []):
                check(len(names.get(other, [])) == 1, f"{key}: {name} names no node: {other!r}")
        if "attributed_to" in properties:
            check(properties["attributed_to"] in names, f"{key}: attributed_to names no node: {properties['attributed_to']!r}")
        for dispute in properties.get("disputes", []):
            used_disputes.add(dispute)
            check(any(label(k) == "Dispute" for k in names.get(dispute, [])), f"{key}: no such dispute: {dispute!r}")
        source = properties.get("source")
        check(source in by_source, f"{key}: source {source!r} is no article")
        if source not in texts:
            continue
        own = nodes[by_source[source]]["properties"]
        check(properties.get("publication_date") == own.get("publication_date"), f"{key}: publication_date differs from the article's")
        check(properties.get("publication_basis") == own.get("date_basis"), f"{key}: publication_basis differs from the article's")
        text = texts[source]
        offset = properties.get("offset")
        fine = isinstance(offset, list) and len(offset) == 2 and 0 <= offset[0] < offset[1] <= len(text)
        check(fine, f"{key}: offset {offset} is not inside the text")
        if not fine:
            continue
        start, end = offset
        check(text[start:end].strip() != "", f"{key}: offset holds only white space")
        check(text[start:end].encode("utf-8").decode("utf-8") == text[start:end], f"{key}: offset cuts a character")
        for edge_of in (start, end):
            inside = 0 < edge_of < len(text) and text[edge_of - 1].isalnum() and text[edge_of].isalnum()
            check(not inside, f"{key}: offset {edge_of} cuts a word: {text[max(0, edge_of - 8):edge_of + 8]!r}")
        paragraph = index_of(parts[source], start)
        check(paragraph is not None and paragraph == properties.get("paragraph"), f"{key}: paragraph is {paragraph}, not {properties.get('paragraph')}")
        check(index_of(parts[source], end - 1) == paragraph, f"{key}: offset runs over the end of its paragraph")
        if source in lines:
            sentence = index_of(lines[source], start)
            check(sentence == properties.get("sentence"), f"{key}: sentence is {sentence}, not {properties.get('sentence')}")
        if kind == "STATED" and properties.get("medium") == "quoted":
            first, last = (lines[source][sentence - 1] if source in lines else parts[source][paragraph - 1])
            check(re.search('[\u201c\u201d"]', text[first:last]), f"{key}: quoted, but nothing here is in quotation marks")
        if kind != "MENTIONED_IN":
            covered[source].add(properties.get("paragraph"))
            if source in lines:
                last = index_of(lines[source], end - 1) or sentence
                covered[source, "sentences"].update(range(sentence or 0, last + 1))
            triples[edge["start"]["id"], kind, edge["end"]["id"], source, properties.get("condition", ""),
                    properties.get("valid_from", ""), properties.get("amount", "")] += 1
    for triple, count in triples.items():
        check(count == 1, f"{' '.join(str(t) for t in triple if t)}: {count} assertions for one triple and source")
    for key, node in nodes.items():
        if node["labels"][0] == "Dispute":
            check(node["properties"]["name"] in used_disputes, f"{key}: no assertion names this dispute")

    # Where a person comes, the state comes: who asks for states finds them.
    presences = {(e["start"]["id"], e["end"]["id"], e["properties"].get("source"))
                 for e in edges.values() if e["label"] in ("HOSTS", "ATTENDS")}
    for key, edge in edges.items():
        if edge["label"] in ("HOSTS", "ATTENDS") and label(edge["start"]["id"]) == "Person":
            country = nodes[edge["start"]["id"]]["properties"].get("country")
            for state in names.get(country, []):
                check((state, edge["end"]["id"], edge["properties"].get("source")) in presences,
                      f"{key}: {country} does not attend in this person")
    # Every office is found by its title with the state as an adjective and after `of`.
    for key, node in nodes.items():
        properties = node["properties"]
        if node["labels"][0] != "Office":
            continue
        forms = [f"{properties['title']} of {properties['of']}"]
        for body in names.get(properties["of"], []):
            forms += [f"{a} {properties['title']}" for a in nodes[body]["properties"].get("adjectives", [])]
        known = {a.casefold() for a in properties.get("aliases", [])}
        check(bool(names.get(properties["of"])), f"{key}: of names no node: {properties['of']!r}")
        for form in forms:
            check(form.casefold() in known, f"{key}: {form!r} is no alias")

    # Completeness: every paragraph has an assertion or a reason not to.
    for source, ranges in parts.items():
        own = nodes[by_source[source]]["properties"]
        skipped = own.get("skipped_paragraphs", [])
        check(len(skipped) == len(own.get("skipped_reasons", [])), f"{source}: each skipped paragraph needs a reason")
        for number in range(1, len(ranges) + 1):
            check((number in covered[source]) != (number in skipped), f"{source}: paragraph {number} has "
                  + ("an assertion and is listed as skipped" if number in skipped else "no assertion and no reason"))
        if source in lines:
            for number in range(1, len(lines[source]) + 1):
                check(number in covered[source, "sentences"], f"{source}: sentence {number} has no assertion")

    # Own words: nothing runs on with an article for COPIED_WORDS words.
    copied = {}
    for source, text in texts.items():
        tokens = words(text)
        for i in range(len(tokens) - COPIED_WORDS + 1):
            copied.setdefault(tuple(tokens[i:i + COPIED_WORDS]), source)

    def runs(text):
        tokens = words(text)
        for i in range(len(tokens) - COPIED_WORDS + 1):
            yield tuple(tokens[i:i + COPIED_WORDS])
    for key, record in list(nodes.items()) + list(edges.items()):
        for name, value in record["properties"].items():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    found = next((r for r in runs(text) if r in copied), None)
                    check(found is None, f"{key}: {name} copies {copied.get(found)}: {' '.join(found or ())}")
    for path in sorted(seeds.rglob("*")):
        if path.suffix in (".md", ".gql", ".expected"):
            found = next((r for r in runs(path.read_text(encoding="utf-8")) if r in copied), None)
            check(found is None, f"{path.name} copies {copied.get(found)}: {' '.join(found or ())}")

    counted = collections.Counter(n["labels"][0] for n in nodes.values())
    print(f"{len(files)} files, {len(nodes)} nodes, {len(edges)} edges, {len(texts)} articles")
    print("nodes: " + ", ".join(f"{c} {n}" for n, c in sorted(counted.items())))
    counted = collections.Counter(e["label"] for e in edges.values())
    print("edges: " + ", ".join(f"{c} {n}" for n, c in sorted(counted.items())))
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
