"""One class per peer. An adapter loads a data set, opens the database and answers queries.

load(data)          build the database file(s) from CSV / Parquet, with every index the peer recommends
open()              open it, ready for queries
query(text)         run one query of the peer's dialects, return a list of tuples
insert(src, dst)    add one FOLLOWS edge and commit it durably
session()           a second adapter on the same database, for reading while another thread writes
algorithms(data)    {name: function} for the graph algorithms it offers on Person-FOLLOWS->Person
"""
import ctypes
import importlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

import pyarrow.parquet as pq

SQL_TYPES = {"INT64": "BIGINT", "DOUBLE": "DOUBLE", "STRING": "VARCHAR", "DATE": "DATE", "BOOL": "BOOLEAN"}


class Data:
    """A generated data set (see tables.py)."""

    def __init__(self, directory):
        self.directory = directory
        with open(os.path.join(directory, "schema.json")) as f:
            schema = json.load(f)
        self.nodes, self.edges = schema["nodes"], schema["edges"]
        types = [e["type"] for e in self.edges]
        self.shared_ids = len(set(types)) < len(types)      # ids unique over all labels: SQL adds a table Node(id, name)

    def csv(self, kind, name):
        return os.path.join(self.directory, kind, name + ".csv")

    def columns(self, kind, name, text_dates=True):
        """{column: list of values}; dates become ISO text for peers without a date type."""
        table = pq.read_table(os.path.join(self.directory, kind, name + ".parquet"))
        columns = {c: table[c].to_pylist() for c in table.column_names}
        if text_dates:
            for c, values in columns.items():
                if table.schema.field(c).type == "date32[day]":
                    columns[c] = [v.isoformat() for v in values]
        return columns

    def rows(self, kind, name, text_dates=True):
        return zip(*self.columns(kind, name, text_dates).values())

    def dicts(self, kind, name, text_dates=True):
        columns = self.columns(kind, name, text_dates)
        return [dict(zip(columns, row)) for row in zip(*columns.values())]

    def edge_types(self):
        """{type: [edge file descriptions]}"""
        types = {}
        for e in self.edges:
            types.setdefault(e["type"], []).append(e)
        return types


def until(seconds, calls):
    """Milliseconds of each call."""
    times, start = [], time.perf_counter()
    for call in calls:
        begin = time.perf_counter()
        if begin - start > seconds:
            break
        call()
        times.append((time.perf_counter() - begin) * 1000)
    return times


class Peer:
    dialects = ()           # directories of query files, first match wins
    module = None           # imported before anything is timed
    threads_settable = False
    persistent = True
    workloads = ("social", "news", "transactions")

    def __init__(self, path, threads=1):
        self.path, self.threads = path, threads

    def preload(self):
        if self.module:
            self.lib = importlib.import_module(self.module)

    def run(self, text, language):
        """language: the extension of the query's file."""
        return self.query(text)

    def timed(self, statements):
        """Milliseconds from text to rows, and the rows, of each (text, language). A peer outside Python tells its own time."""
        for statement in statements:
            start = time.perf_counter()
            rows = self.run(*statement)
            yield (time.perf_counter() - start) * 1000, rows

    def reads(self, statements, seconds):
        """Milliseconds of each (text, language), one after another, until the seconds are over."""
        return until(seconds, (lambda: self.run(*statement) for statement in statements))

    def inserts(self, pairs, seconds):
        """Milliseconds of each edge's insert, one after another and each durable, until the seconds are over."""
        return until(seconds, (lambda: self.insert(*pair) for pair in pairs))

    def session(self):
        other = type(self)(self.path, self.threads)
        other.preload()
        other.open()
        return other

    def close(self):
        pass

    def algorithms(self, data):
        return {}


class Kuzu(Peer):
    dialects = ("kuzu", "cypher")
    threads_settable = True
    module = "kuzu"

    def open(self):
        self.db = self.lib.Database(self.path)
        self.conn = self.lib.Connection(self.db, num_threads=self.threads)

    def load(self, data):
        self.open()
        for label, columns in data.nodes.items():
            cols = ", ".join(f"{c} {t}" for c, t in columns.items())
            self.conn.execute(f"CREATE NODE TABLE {label}({cols}, PRIMARY KEY(id))")
            self.conn.execute(f"COPY {label} FROM '{data.csv('nodes', label)}' (HEADER=true)")
        for kind, parts in data.edge_types().items():
            ends = [f"FROM {e['src']} TO {e['dst']}" for e in parts]
            props = [f"{c} {t}" for c, t in parts[0]["props"].items()]
            self.conn.execute(f"CREATE REL TABLE {kind}({', '.join(ends + props)})")
            for e in parts:
                pair = f", FROM='{e['src']}', TO='{e['dst']}'" if len(parts) > 1 else ""
                self.conn.execute(f"COPY {kind} FROM '{data.csv('edges', e['file'])}' (HEADER=true{pair})")
        self.conn.execute("CHECKPOINT")

    def query(self, text):
        result = self.conn.execute(text)
        return [tuple(row) for row in result.get_all()]

    def insert(self, src, dst):
        self.conn.execute("MATCH (a:Person {id: $a}), (b:Person {id: $b}) CREATE (a)-[:FOLLOWS]->(b)",
                          {"a": src, "b": dst})

    def session(self):
        other = type(self)(self.path, self.threads)
        other.db, other.conn = self.db, self.lib.Connection(self.db, num_threads=self.threads)
        return other

    def close(self):
        self.conn.close()
        self.db.close()

    def algorithms(self, data):
        try:
            self.query("LOAD algo")
        except RuntimeError:            # bundled in kuzu, a download in ladybug
            return {}
        self.query("CALL project_graph('g', ['Person'], ['FOLLOWS'])")
        return {
            "pagerank": lambda: self.query(
                "CALL page_rank('g', dampingFactor := 0.85, maxIterations := 20, tolerance := 0.0, normalizeInitial := true) "
                "RETURN node.id, rank ORDER BY rank DESC LIMIT 1")[0][0],
            "components": lambda: self.query(
                "CALL weakly_connected_components('g') RETURN count(DISTINCT group_id)")[0][0],
            "louvain": lambda: self.query("CALL louvain('g') RETURN count(DISTINCT louvain_id)")[0][0],
            "bfs": lambda: sorted(self.query(
                "MATCH p = (a:Person {id: 1000})-[:FOLLOWS* SHORTEST 1..30]->(b:Person) "
                "RETURN length(p) AS d, count(*)")),
        }


class Ladybug(Kuzu):
    module = "ladybug"


class DuckDB(Peer):
    dialects = ("duckdb", "sql")
    module = "duckdb"
    workloads = ("social", "breadth", "news", "transactions")
    threads_settable = True

    def open(self):
        self.conn = self.lib.connect(self.path, config={"threads": self.threads})

    def load(self, data):
        self.open()
        run = self.conn.execute
        for label, columns in data.nodes.items():
            cols = ", ".join(f"{c} {SQL_TYPES[t]}" for c, t in columns.items())
            run(f"CREATE TABLE {label}({cols}, PRIMARY KEY(id))")
            run(f"COPY {label} FROM '{data.csv('nodes', label)}' (HEADER)")
        if data.shared_ids:
            union = " UNION ALL ".join(f"SELECT id, name FROM {label}" for label in data.nodes)
            run("CREATE TABLE Node(id BIGINT PRIMARY KEY, name VARCHAR)")
            run(f"INSERT INTO Node {union}")
        for kind, parts in data.edge_types().items():
            files = [data.csv("edges", e["file"]) for e in parts]
            run(f"CREATE TABLE {kind} AS FROM read_csv({files}) ORDER BY src, dst")
            run(f"CREATE INDEX {kind}_src ON {kind}(src)")
            run(f"CREATE INDEX {kind}_dst ON {kind}(dst)")
        run("CHECKPOINT")

    def query(self, text):
        return self.conn.execute(text).fetchall()

    def insert(self, src, dst):
        self.conn.execute("INSERT INTO FOLLOWS VALUES (?, ?)", (src, dst))

    def session(self):
        other = DuckDB(self.path, self.threads)
        other.conn = self.conn.cursor()
        return other

    def close(self):
        self.conn.close()


def sqlite_module():
    """A SQLite newer than Python's own and able to load extensions, where installed."""
    try:
        import pysqlite3 as sqlite3
        sys.modules["sqlite3"] = sqlite3
    except ImportError:
        import sqlite3
    return sqlite3


class Hand:
    """by_hand.c: SQLite without Python's binding, which adds 5 to 20 us to a statement."""

    def __init__(self, path, pragmas):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "by_hand.c")
        with tempfile.TemporaryDirectory() as folder:
            library = os.path.join(folder, "by_hand.so")
            subprocess.run(["cc", "-O2", "-shared", "-fPIC", source, "-o", library, "-lsqlite3"], check=True)
            self.lib = ctypes.CDLL(library)
        self.lib.hand_open.restype = ctypes.c_void_p
        self.lib.hand_query.restype = self.lib.hand_error.restype = ctypes.c_char_p
        self.hand = ctypes.c_void_p(self.lib.hand_open(path.encode(), pragmas.encode()))

    def run(self, text):
        """Milliseconds, and the rows as JSON."""
        elapsed = ctypes.c_double()
        answer = self.lib.hand_query(self.hand, text.encode(), ctypes.byref(elapsed))
        if answer is None:
            raise RuntimeError(self.lib.hand_error(self.hand).decode())
        return elapsed.value, answer


class SQLite(Peer):
    """By hand: one table per label, one clustered edge table per type with a covering reverse index."""
    dialects = ("sqlite", "sql")
    pragmas = ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-1000000;"
               "PRAGMA mmap_size=4000000000; PRAGMA temp_store=MEMORY")
    hand = None

    def open(self):
        self.conn = sqlite_module().connect(self.path, check_same_thread=False, isolation_level=None)
        self.conn.executescript(self.pragmas)

    def timed(self, statements):
        self.hand = self.hand or Hand(self.path, self.pragmas)
        for text, _ in statements:
            elapsed, rows = self.hand.run(text)
            yield elapsed, [tuple(row) for row in json.loads(rows)]

    def load(self, data):
        self.conn = sqlite_module().connect(self.path, isolation_level=None)
        run = self.conn.execute
        run("PRAGMA journal_mode=OFF"), run("PRAGMA synchronous=OFF"), run("PRAGMA cache_size=-1000000")
        run("BEGIN")
        if data.shared_ids:
            run("CREATE TABLE Node(id INTEGER PRIMARY KEY, name TEXT)")
        for label, columns in data.nodes.items():
            rest = ", ".join(list(columns)[1:])
            run(f"CREATE TABLE {label}(id INTEGER PRIMARY KEY, {rest})")
            self._insert(label, len(columns), data.rows("nodes", label))
            run(f"CREATE INDEX {label}_name ON {label}(name)")
            if data.shared_ids:
                run(f"INSERT INTO Node SELECT id, name FROM {label}")
        for kind, parts in data.edge_types().items():
            props = list(parts[0]["props"])
            columns = ", ".join(["src INTEGER", "dst INTEGER"] + props)
            run(f"CREATE TABLE {kind}({columns}, PRIMARY KEY(src, dst)) WITHOUT ROWID")
            rows = sorted(row for e in parts for row in data.rows("edges", e["file"]))
            self._insert(kind, 2 + len(props), rows)
            run(f"CREATE INDEX {kind}_dst ON {kind}({', '.join(['dst', 'src'] + props)})")
        run("COMMIT")
        run("ANALYZE")
        run("PRAGMA journal_mode=WAL")

    def _insert(self, table, width, rows):
        self.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)

    def query(self, text):
        return self.conn.execute(text).fetchall()

    def reads(self, statements, seconds):
        return self.by_hand((text for text, _ in statements), seconds)

    def inserts(self, pairs, seconds):
        return self.by_hand((f"INSERT OR IGNORE INTO FOLLOWS VALUES ({src}, {dst})" for src, dst in pairs), seconds)

    def by_hand(self, texts, seconds):
        hand, end = Hand(self.path, self.pragmas), time.perf_counter() + seconds
        return [hand.run(text)[0] for text in itertools.takewhile(lambda _: time.perf_counter() < end, texts)]

    def close(self):
        self.conn.close()


class GraphDBLite(Peer):
    dialects = ("graphdblite", "cypher")
    module = "graphdblite"

    def open(self):
        self.db = self.lib.Database(self.path)

    def load(self, data):
        self.open()
        ids = {}
        for label in data.nodes:
            rows = data.dicts("nodes", label)
            with self.db.begin_write() as tx:
                created = tx.batch_create_nodes(label, rows)
                tx.create_index(label, "id")
                tx.create_index(label, "name")
                tx.commit()
            ids[label] = {row["id"]: i for row, i in zip(rows, created)}
        for e in data.edges:
            src, dst, props = ids[e["src"]], ids[e["dst"]], list(e["props"])
            rows = data.rows("edges", e["file"])
            edges = [(src[r[0]], dst[r[1]], dict(zip(props, r[2:]))) if props else (src[r[0]], dst[r[1]]) for r in rows]
            for i in range(0, len(edges), 50_000):      # a transaction is held in memory
                with self.db.begin_write() as tx:
                    tx.batch_create_edges(e["type"], edges[i:i + 50_000])
                    tx.commit()

    def query(self, text):
        return [tuple(row.values()) for row in self.db.query(text)]

    def insert(self, src, dst):
        self.db.execute("MATCH (a:Person {id: $a}), (b:Person {id: $b}) CREATE (a)-[:FOLLOWS]->(b)",
                        {"a": src, "b": dst})

    def close(self):
        self.db.close()


class GraphQLite(Peer):
    dialects = ("graphqlite", "cypher")
    module = "graphqlite"

    def preload(self):
        sqlite_module()
        super().preload()

    def open(self):
        self.graph = self.lib.Graph(self.path)
        self.sql = self.graph.connection.sqlite_connection

    def load(self, data):
        self.open()
        ids = {}
        for label in data.nodes:
            ids.update(self.graph.insert_nodes_bulk(
                [(f"{label}:{row['id']}", row, label) for row in data.dicts("nodes", label)]))
        # The bulk loader stores its own text key as property `id`; keep the integer `id` only.
        self.sql.execute("DELETE FROM node_props_text WHERE key_id = (SELECT id FROM property_keys WHERE key = 'id')")
        self.sql.commit()
        for e in data.edges:
            props = list(e["props"])
            self.graph.insert_edges_bulk([(f"{e['src']}:{r[0]}", f"{e['dst']}:{r[1]}", dict(zip(props, r[2:])), e["type"])
                                          for r in data.rows("edges", e["file"])], ids)
        self.sql.execute("ANALYZE")
        self.sql.commit()

    def query(self, text):
        return [tuple(row.values()) for row in self.graph.connection.cypher(text)]

    def insert(self, src, dst):
        self.query(f"MATCH (a:Person {{id: {src}}}), (b:Person {{id: {dst}}}) CREATE (a)-[:FOLLOWS]->(b)")
        self.sql.commit()

    def close(self):
        self.graph.close()

    def algorithms(self, data):
        g = self.graph
        return {"pagerank": lambda: max(g.pagerank(0.85, 20), key=lambda r: r["score"])["user_id"],
                "components": lambda: len({r["component"] for r in g.weakly_connected_components()}),
                "louvain": lambda: len({r["community"] for r in g.louvain()})}


class Grafeo(Peer):
    dialects = ("grafeo", "gql", "cypher")
    module = "grafeo"

    def open(self):
        self.db = self.lib.GrafeoDB(self.path)

    def load(self, data):
        self.open()
        ids = {}
        for label in data.nodes:
            rows = data.dicts("nodes", label, text_dates=False)
            ids[label] = {r["id"]: i for r, i in zip(rows, self.db.batch_create_nodes_with_props(label, rows))}
        self.db.create_property_index("id")
        self.db.create_property_index("name")
        for e in data.edges:
            src, dst, props = ids[e["src"]], ids[e["dst"]], list(e["props"])
            self.db.batch_create_edges([(src[r[0]], dst[r[1]], e["type"], dict(zip(props, r[2:])))
                                        for r in data.rows("edges", e["file"], text_dates=False)])
        self.db.wal_checkpoint()

    def run(self, text, language):
        execute = self.db.execute if language == "gql" else self.db.execute_cypher
        return [tuple(row.values()) for row in execute(text)]

    def insert(self, src, dst):
        self.db.execute("MATCH (a:Person {id: $a}), (b:Person {id: $b}) INSERT (a)-[:FOLLOWS]->(b)",
                        {"a": src, "b": dst})

    def session(self):
        return self

    def close(self):
        self.db.close()


class Cozo(Peer):
    dialects = ("cozo",)
    module = "pycozo.client"
    workloads = ("social",)

    def open(self):
        self.db = self.lib.Client("rocksdb", self.path, dataframe=False)

    def load(self, data):
        self.open()
        for label, columns in data.nodes.items():
            self._table(label, ["id"], list(columns)[1:], data.rows("nodes", label))
        for e in data.edges:
            self._table(e["type"], ["src", "dst"], list(e["props"]), data.rows("edges", e["file"]))
            self.db.run(f"::index create {e['type']}:rev {{dst, src}}")

    def _table(self, name, keys, values, rows):
        columns = ", ".join(keys + values)
        self.db.run(f":create {name} {{{', '.join(keys)}{' => ' + ', '.join(values) if values else ''}}}")
        rows = [list(r) for r in rows]
        for i in range(0, len(rows), 50_000):
            self.db.run(f"?[{columns}] <- $rows :put {name} {{{columns}}}", {"rows": rows[i:i + 50_000]})

    def query(self, text):
        return [tuple(row) for row in self.db.run(text)["rows"]]

    def algorithms(self, data):
        edges = "e[a, b] := *FOLLOWS{src: a, dst: b}\n"
        return {"pagerank": lambda: self.query(
                    edges + "r[n, x] <~ PageRank(e[], theta: 0.85, iterations: 20, epsilon: 0.0)\n?[n, x] := r[n, x]\n:order -x\n:limit 1")[0][0],
                "components": lambda: self.query(
                    edges + "r[n, c] <~ ConnectedComponents(e[])\n?[count_unique(c)] := r[n, c]")[0][0],
                "louvain": lambda: self.query(
                    edges + "r[l, n] <~ CommunityDetectionLouvain(e[])\n?[count_unique(l)] := r[l, n]")[0][0]}

    def close(self):
        self.db.close()


class Oxigraph(Peer):
    dialects = ("sparql",)
    module = "pyoxigraph"
    workloads = ("social",)
    prefix = "PREFIX : <urn:b:>\n"

    def open(self):
        self.store = self.lib.Store(self.path)

    def load(self, data):
        self.open()
        path = self.path + ".nt"
        integer = '"%s"^^<http://www.w3.org/2001/XMLSchema#integer>'
        with open(path, "w") as f:
            for label, types in data.nodes.items():
                for row in data.dicts("nodes", label):
                    me = f"<urn:b:{label}{row['id']}>"
                    f.write(f"{me} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:b:{label}> .\n")
                    for c, v in row.items():
                        value = integer % v if types[c] == "INT64" else f'"{v}"'
                        f.write(f"{me} <urn:b:{c}> {value} .\n")
            for e in data.edges:
                for s, d in data.rows("edges", e["file"]):
                    f.write(f"<urn:b:{e['src']}{s}> <urn:b:{e['type']}> <urn:b:{e['dst']}{d}> .\n")
        self.store.bulk_load(path=path, format=self.lib.RdfFormat.N_TRIPLES)
        self.store.optimize()
        os.remove(path)

    def query(self, text):
        convert = {"integer": int, "decimal": float}
        return [tuple(convert.get(t.datatype.value.rpartition("#")[2], str)(t.value) for t in row)
                for row in self.store.query(self.prefix + text)]


class GrandCypher(Peer):
    """grand-cypher over a networkx graph in memory; nothing is persistent."""
    dialects = ("cypher",)
    module = "grandcypher"
    workloads = ("social",)

    def load(self, data):
        with open(self.path, "w") as f:
            f.write(data.directory)

    def open(self):
        import networkx
        with open(self.path) as f:
            data = Data(f.read())
        self.graph = networkx.MultiDiGraph()
        for label in data.nodes:
            for row in data.dicts("nodes", label):
                self.graph.add_node((label, row["id"]), __labels__={label}, **row)
        for e in data.edges:
            for s, d in data.rows("edges", e["file"]):
                self.graph.add_edge((e["src"], s), (e["dst"], d), __labels__={e["type"]})

    def query(self, text):
        return list(zip(*self.lib.GrandCypher(self.graph).run(text).values()))


class GraphShell(Peer):
    """graphsh through its program: one process, a statement in on standard input, its rows out as JSON. `GRAPHSH` names the program."""
    dialects = ("gql",)
    workloads = ("social", "breadth", "news", "transactions")
    program = os.environ.get("GRAPHSH", "graphsh")
    process = tells_time = None

    def load(self, data):
        nodes = [f"{label}={data.csv('nodes', label)}" for label in data.nodes]
        edges = [f"{e['type']}:{e['src']}:{e['dst']}={data.csv('edges', e['file'])}" for e in data.edges]
        subprocess.run([self.program, "import", self.path, "--create", "--nodes", *nodes, "--edges", *edges], check=True)

    def open(self):
        self.process = subprocess.Popen([self.program, self.path, "--mode", "json"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def query(self, text):
        self.tell_time(False)
        self.send(text)
        return self.answer()

    def tell_time(self, tells):
        if tells != self.tells_time:
            print(f".set timer {'on' if tells else 'off'}", file=self.process.stdin, flush=True)
            self.tells_time = tells

    def timed(self, statements):
        """The program's own time, from text to rows written; the statements lie ready, so that it does not wait for Python."""
        self.tell_time(True)
        threading.Thread(target=lambda: [self.send(text) for text, _ in statements]).start()
        for _ in statements:
            rows = self.answer()
            yield self.told(next(line for line in self.process.stderr if " · " in line)), rows

    @staticmethod
    def told(notice):
        """Milliseconds of the query and of the writing of its rows."""
        times = re.findall(r" · (?:written in )?([\d.]+) (µs|ms|s)\b", notice)
        return sum(float(number) * {"µs": 1e-3, "ms": 1, "s": 1e3}[unit] for number, unit in times)

    def reads(self, statements, seconds):
        return self.by_files((text for text, _ in statements), seconds)

    def inserts(self, pairs, seconds):
        return self.by_files((self.insertion(*pair) for pair in pairs), seconds)

    def by_files(self, texts, seconds):
        """A process of its own between files, so that no Python takes part; it is told to end when the seconds are over. Its first statement, which
        opens what it needs, does not count."""
        with tempfile.TemporaryFile("w+") as statements, tempfile.TemporaryFile("w+") as notices:
            print(".set timer on", *(" ".join(text.split()) + ";" for text in texts), sep="\n", file=statements, flush=True)
            statements.seek(0)
            process = subprocess.Popen([self.program, self.path, "--mode", "json"], stdin=statements, stdout=subprocess.DEVNULL, stderr=notices)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            notices.seek(0)
            lines = [line for line in notices.read().splitlines(keepends=True) if line.endswith("\n")]
        refused = [line for line in lines if line.startswith("error")]
        if refused:
            raise RuntimeError(refused[0])
        return [self.told(line) for line in lines if " · " in line][1:]

    def send(self, text):
        print(" ".join(text.split()) + ";", file=self.process.stdin, flush=True)

    def answer(self):
        answer = []
        while not answer or not answer[-1].endswith("]\n"):
            answer.append(self.process.stdout.readline())
            if not answer[-1]:
                raise RuntimeError("graphsh refused the statement and left")
        return [tuple(row.values()) for row in json.loads("".join(answer))]

    @staticmethod
    def insertion(src, dst):
        return f"MATCH (a:Person WHERE a.id = {src}), (b:Person WHERE b.id = {dst}) INSERT (a)-[:FOLLOWS]->(b)"

    def algorithms(self, data):
        follows = "labels: ['Person'], types: ['FOLLOWS']"
        ask = lambda text: lambda: self.query(text)
        count = lambda text: lambda: self.query(text)[0][0]
        return {
            "pagerank": count(f"CALL algo.pagerank({{{follows}, iterations: 20}}) YIELD node, score "
                              "RETURN node.id AS id ORDER BY score DESC LIMIT 1"),
            "components": count(f"CALL algo.components({{{follows}}}) YIELD component RETURN COUNT(DISTINCT component) AS n"),
            "bfs": ask(f"MATCH (a:Person WHERE a.id = 1000) CALL algo.bfs(a, {{{follows}}}) YIELD depth FILTER depth > 0 "
                       "RETURN depth, COUNT(*) AS n GROUP BY depth ORDER BY depth"),
            "louvain": count(f"CALL algo.louvain({{{follows}}}) YIELD community RETURN COUNT(DISTINCT community) AS n")}

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()


class Library(Peer):
    """A graph library: algorithms only, on a graph in memory."""
    workloads = ("algorithms",)
    persistent = False

    def open(self):
        pass

    def follows(self, data):
        follows = data.columns("edges", "FOLLOWS_Person_Person")
        return len(data.columns("nodes", "Person")["id"]), list(zip(follows["src"], follows["dst"]))


class IGraph(Library):
    def algorithms(self, data):
        import igraph
        n, edges = self.follows(data)
        g = igraph.Graph(n + 1, edges, directed=True)
        g.delete_vertices(0)                     # ids start at 1; vertex k is person k + 1
        both = g.as_undirected()

        def bfs():
            distance = g.distances(999)[0]
            return sorted((d, distance.count(d)) for d in set(distance) if 0 < d < n)

        return {"pagerank": lambda: 1 + max(range(n), key=g.pagerank(damping=0.85).__getitem__),
                "components": lambda: len(g.connected_components(mode="weak")),
                "bfs": bfs,
                "louvain": lambda: len(both.community_multilevel()),
                "betweenness20": lambda: 1 + max(range(n), key=g.betweenness(sources=range(20)).__getitem__),
                "triangles": lambda: len(both.list_triangles())}


class RustworkX(Library):
    def algorithms(self, data):
        import rustworkx
        n, edges = self.follows(data)
        g = rustworkx.PyDiGraph()
        g.add_nodes_from(range(1, n + 1))
        g.add_edges_from_no_data([(s - 1, d - 1) for s, d in edges])

        def bfs():
            sizes = [len(layer) for layer in rustworkx.bfs_layers(g, [999])] if hasattr(rustworkx, "bfs_layers") else []
            return [(d, size) for d, size in enumerate(sizes) if d]

        def pagerank():
            ranks = rustworkx.pagerank(g, alpha=0.85, tol=1e-4, max_iter=20)
            return 1 + max(ranks.keys(), key=ranks.__getitem__)

        return {"pagerank": pagerank,
                "components": lambda: rustworkx.number_weakly_connected_components(g),
                "bfs": bfs}


class NetworkX(Library):
    def algorithms(self, data):
        import networkx
        n, edges = self.follows(data)
        g = networkx.DiGraph(edges)
        g.add_nodes_from(range(1, n + 1))

        def pagerank():
            ranks = networkx.pagerank(g, 0.85, max_iter=20, tol=1e-4)
            return max(ranks, key=ranks.get)

        return {"pagerank": pagerank,
                "components": lambda: networkx.number_weakly_connected_components(g),
                "bfs": lambda: [(d, len(layer)) for d, layer in enumerate(networkx.bfs_layers(g, 1000)) if d],
                "louvain": lambda: len(networkx.community.louvain_communities(g.to_undirected(), seed=1))}


PEERS = {"kuzu": Kuzu, "ladybug": Ladybug, "duckdb": DuckDB, "sqlite": SQLite, "graphdblite": GraphDBLite,
         "graphqlite": GraphQLite, "grafeo": Grafeo, "cozo": Cozo, "oxigraph": Oxigraph,
         "grandcypher": GrandCypher, "igraph": IGraph, "rustworkx": RustworkX, "networkx": NetworkX,
         "graphsh": GraphShell}
