#!/usr/bin/env python3
"""Runs graph databases side by side on one machine; prints tables and writes JSON.

usage: run.py DATA_DIR WORK_DIR [--peers kuzu,sqlite] [--workloads social,breadth,news,transactions,algorithms]
              [--threads 1,2] [--queries q1,q8] [--runs 5] [--timeout 30] [--reload] [--report] [--best]

DATA_DIR holds social/ and news/ as written by gen_social.py and gen_news.py. Databases and results go
to WORK_DIR. Each peer runs in a process of its own, killed when one step takes longer than --timeout.
Results accumulate: a later run replaces only what it measured again; --report only prints.
"""
import argparse
import datetime
import decimal
import glob
import json
import os
import random
import resource
import shutil
import signal
import statistics
import string
import subprocess
import sys
import threading
import time

from adapters import PEERS, Data

HERE = os.path.dirname(os.path.abspath(__file__))
MEMORY_LIMIT = 12 * 2**30               # a peer that takes more is killed
DATASET = {"social": "social", "breadth": "social", "news": "news", "transactions": "social", "algorithms": "social"}


# ---------------------------------------------------------------- queries

def parameters(workload, run=0, **other_params):
    """The values of run 0 are those of params.json; later runs take others, 211 in turn, the same for every peer."""
    with open(os.path.join(HERE, "queries", workload, "params.json")) as f:
        params = json.load(f)
    for name, (low, high) in params.pop("vary").items():
        if run % 211:
            params[name] = low + (run % 211) * 7919 % (high - low + 1)
    return {**params, **other_params}


def queries(workload, dialects, run=0, **other_params):
    """{name: (text, language)}; of several dialects with the same query the first wins."""
    base = os.path.join(HERE, "queries", workload)
    params = parameters(workload, run, **other_params)
    found = {}
    for dialect in reversed(dialects):
        for path in sorted(glob.glob(os.path.join(base, dialect, "*.*"))):
            name, language = os.path.splitext(os.path.basename(path))
            with open(path) as f:
                found[name] = (string.Template(f.read()).safe_substitute(params), language[1:])
    return found


def query_names(workload):
    return list(queries(workload, ["gql"]))


def canonical(rows):
    """Rows in a form that compares equal over all peers."""
    def value(v):
        if isinstance(v, (float, decimal.Decimal)):
            return round(float(v), 6) if float(v) != int(v) else int(v)
        if isinstance(v, (datetime.date, datetime.datetime)):
            return v.isoformat()[:10]
        return v if isinstance(v, (int, type(None))) else str(v)
    return [[value(v) for v in row] for row in rows]


# ---------------------------------------------------------------- inside the peer's process

def emit(**message):
    print("\x01" + json.dumps(message), flush=True)


def milliseconds(function):
    start = time.perf_counter()
    result = function()
    return (time.perf_counter() - start) * 1000, result


def measure(timed, runs):
    """First time, median and minimum of the warm runs, their number; and the result of run 0. `timed` takes the runs' numbers and
    yields milliseconds and result of each."""
    (cold, result), = timed([0])
    times = []
    while len(times) < runs or (sum(times) < 300 and len(times) < 200):
        for elapsed, _ in timed(range(len(times) + 1, len(times) + (21 if cold < 20 else 2))):
            times.append(elapsed)
        if cold > 100:
            emit(alive=True)            # starts the parent's timeout again
        if sum(times) > 10_000:         # fewer runs of the slow ones
            break
    return {"cold_ms": cold, "ms": statistics.median(times), "min_ms": min(times), "runs": len(times)}, result


def work_load(peer, job):
    elapsed, _ = milliseconds(lambda: peer.load(Data(job["data"])))
    closing, _ = milliseconds(peer.close)
    emit(name="load", seconds=(elapsed + closing) / 1000)


def work_queries(peer, job):
    runs = [queries(job["workload"], peer.dialects, number) for number in range(211)]
    todo = runs[0]
    opening, _ = milliseconds(peer.open)
    first, _ = milliseconds(lambda: peer.run(*todo["point"]))
    emit(name="open_and_first_query", ms=opening + first, open_ms=opening)
    for name in job["names"]:
        if name not in todo:
            continue
        emit(begin=name)
        try:
            timing, rows = measure(lambda numbers: peer.timed([runs[number % 211][name] for number in numbers]), job["runs"])
            emit(name=name, answer=canonical(rows)[:100], **timing)
        except Exception as error:
            emit(name=name, error=f"{type(error).__name__}: {error}"[:300])


def work_algorithms(peer, job):
    peer.open()
    start = time.perf_counter()
    functions = peer.algorithms(Data(job["data"]))
    emit(name="build_graph", ms=(time.perf_counter() - start) * 1000)
    for name, function in functions.items():
        if name not in job["names"] and job["names"]:
            continue
        emit(begin=name)
        try:
            timing, answer = measure(lambda numbers: [milliseconds(function) for _ in numbers], min(3, job["runs"]))
            emit(name=name, answer=str(answer)[:200], **timing)
        except Exception as error:
            emit(name=name, error=f"{type(error).__name__}: {error}"[:300])


def work_transactions(peer, job):
    """10,000 single-edge inserts, each durable (or as many as fit in 30 s); then 5 s of reads beside writes."""
    rng, persons = random.Random(5), len(Data(job["data"]).columns("nodes", "Person")["id"])
    pairs = lambda count: [(rng.randint(1, persons), rng.randint(1, persons)) for _ in range(count)]
    neighbours = [queries("social", peer.dialects, person=rng.randint(1, persons))["hop1"] for _ in range(200)]
    peer.open()

    def tell(name, times):
        emit(name=name, ms=statistics.median(times), p99_ms=sorted(times)[len(times) * 99 // 100],
             per_second=1000 * len(times) / sum(times), runs=len(times))

    emit(begin="insert")
    tell("insert", peer.inserts(pairs(10_000), 30))
    emit(begin="beside")
    writer, errors = peer.session(), []

    def write():
        try:
            tell("insert_beside_reads", writer.inserts(pairs(50_000), 5))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:300])

    thread = threading.Thread(target=write)
    thread.start()
    tell("read_beside_inserts", peer.reads(random.Random(6).choices(neighbours, k=200_000), 5))
    thread.join()
    if errors:
        emit(name="insert_beside_reads", error=errors[0])


def worker(job):
    peer = PEERS[job["peer"]](job["path"], job["threads"])
    peer.preload()
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    {"load": work_load, "transactions": work_transactions, "algorithms": work_algorithms}.get(
        job["step"], work_queries)(peer, job)
    if job["step"] != "load":
        peer.close()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    emit(name="memory", peak_mib=peak / 1024, python_mib=base / 1024)
    os._exit(0)


# ---------------------------------------------------------------- the parent

def run_worker(job, timeout):
    """Runs one worker process; returns its measurements by name."""
    process = subprocess.Popen([sys.executable, os.path.join(HERE, "run.py"), "--worker", json.dumps(job)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    results, current, watch, timed_out = {}, None, [None], []

    def kill():
        timed_out.append(True)
        process.kill()

    def rearm():
        if watch[0]:
            watch[0].cancel()
        watch[0] = threading.Timer(timeout, kill)
        watch[0].daemon = True
        watch[0].start()

    def watch_memory():
        while process.poll() is None:
            try:
                with open(f"/proc/{process.pid}/statm") as f:
                    if int(f.read().split()[1]) * resource.getpagesize() > MEMORY_LIMIT:
                        too_big.append(True)
                        process.kill()
            except OSError:
                return
            time.sleep(0.5)

    errors, too_big = [], []
    threading.Thread(target=watch_memory, daemon=True).start()
    drain = threading.Thread(target=lambda: errors.extend(process.stderr.readlines()[-3:]), daemon=True)
    drain.start()
    rearm()
    try:
        for line in process.stdout:
            if not line.startswith("\x01"):
                continue
            rearm()
            message = json.loads(line[1:])
            if "begin" in message:
                current = message["begin"]
            elif "name" in message:
                results[message.pop("name")] = message
                current = None
    finally:
        if sys.exc_info()[0]:
            process.kill()
        process.wait()
        watch[0].cancel()
    drain.join()
    if process.returncode:
        reason = f"timeout > {timeout} s" if timed_out else "out of memory" if too_big else (
            f"signal {signal.Signals(-process.returncode).name}" if process.returncode < 0 else "".join(errors)[-300:])
        results[current or job["step"]] = {"error": reason}
    return results


def size_on_disk(path):
    files = [f for p in glob.glob(path + "*") for f in ([p] if os.path.isfile(p) else glob.glob(p + "/**", recursive=True))]
    return sum(os.path.getsize(f) for f in files if os.path.isfile(f))


def remove(path):
    for p in glob.glob(path + "*"):
        shutil.rmtree(p) if os.path.isdir(p) else os.remove(p)


def copy(path, target):
    remove(target)
    for p in glob.glob(path + "*"):
        (shutil.copytree if os.path.isdir(p) else shutil.copy)(p, target + p[len(path):])


class Results:
    """WORK_DIR/results/<step>-<peer>-<data or workload>-t<threads>.json"""

    def __init__(self, work):
        self.directory = os.path.join(work, "results")
        os.makedirs(self.directory, exist_ok=True)

    def update(self, peer, workload, threads, results):
        path = os.path.join(self.directory, f"{workload}-{peer}-t{threads}.json")
        old = {}
        if os.path.exists(path):
            with open(path) as f:
                old = json.load(f)
        with open(path, "w") as f:
            json.dump({**old, **results, "measured": {"at": time.strftime("%F %T"), "load": os.getloadavg()}}, f, indent=1)

    def all(self):
        """{workload: {(peer, threads): {name: measurement}}}"""
        found = {}
        for path in sorted(glob.glob(os.path.join(self.directory, "*.json"))):
            workload, peer, threads = os.path.basename(path)[:-5].rsplit("-", 2)
            with open(path) as f:
                found.setdefault(workload, {})[peer, int(threads[1:])] = json.load(f)
        return found


def run(args, results):
    for peer_name in args.peers:
        peer_class = PEERS[peer_name]
        for workload in args.workloads:
            if workload not in peer_class.workloads and workload != "algorithms":
                continue
            dataset = DATASET[workload]
            path = os.path.join(args.work, f"{dataset}.{peer_name}")
            job = {"peer": peer_name, "workload": workload, "data": os.path.join(args.data, dataset),
                   "path": path, "threads": max(args.threads), "runs": args.runs, "names": args.queries}
            if peer_class.persistent and (args.reload or not glob.glob(path + "*")):
                remove(path)
                print(f"load {dataset} into {peer_name}", file=sys.stderr)
                try:
                    loaded = run_worker({**job, "step": "load"}, args.load_timeout)
                except BaseException:
                    remove(path)
                    raise
                if "error" in loaded.get("load", {}):
                    print("  failed:", loaded["load"]["error"], file=sys.stderr)
                    remove(path)
                loaded["disk_mib"] = size_on_disk(path) / 2**20
                results.update(peer_name, f"load {dataset}", max(args.threads), loaded)
            if peer_class.persistent and not glob.glob(path + "*"):
                continue
            for threads in args.threads if peer_class.threads_settable else [1]:
                print(f"{workload}: {peer_name}, {threads} thread(s)", file=sys.stderr)
                job.update(threads=threads, step=workload)
                if workload == "transactions":
                    copy(path, path + "-copy")
                    found = run_worker({**job, "path": path + "-copy"}, 60)
                    remove(path + "-copy")
                elif workload == "algorithms":
                    found = run_worker(job, args.timeout)
                else:
                    found, left = {}, args.queries or query_names(workload)
                    while left:         # start again after each query that was killed
                        part = run_worker({**job, "names": left}, args.timeout)
                        stuck = [n for n in left if "error" in part.get(n, {})]
                        peak = max(r.get("memory", {}).get("peak_mib", 0) for r in (found, part))
                        found = {**part, **found, "memory": {"peak_mib": peak}}
                        left = left[left.index(stuck[-1]) + 1:] if stuck and "memory" not in part else []
                results.update(peer_name, workload, threads, found)


# ---------------------------------------------------------------- the tables

def cell(measured, agreed, best):
    if measured is None:
        return ""
    if "error" in measured:
        return "timeout" if measured["error"].startswith("timeout") else "error"
    mark = "" if agreed is None or measured.get("answer") == agreed else " !"
    ms = measured["min_ms" if best and "min_ms" in measured else "ms"]
    return (f"{ms:.3f}" if ms < 1 else f"{ms:.1f}" if ms < 100 else f"{ms:,.0f}") + mark


def quickest(by_peer, name, best):
    key = "min_ms" if best else "ms"
    times = [(r[name].get(key, r[name]["ms"]), p) for p, r in by_peer.items() if "ms" in r.get(name, {})]
    return "{1} {0:.3g}".format(*min(times)) if times else ""


def table(title, rows, columns, text):
    print(f"\n## {title}\n\n| | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns))
    for row in rows:
        print(f"| {row} | " + " | ".join(text(row, c) for c in columns) + " |")


def report(results, best):
    everything = results.all()
    for workload in ("social", "breadth", "news", "algorithms"):
        by_peer = {f"{p} {t}t" if PEERS[p].threads_settable else p: r for (p, t), r in everything.get(workload, {}).items()}
        if not by_peer:
            continue
        names = sorted({n for r in by_peer.values() for n in r} - {"memory", "measured", workload}) if workload == "algorithms" else \
            ["open_and_first_query"] + query_names(workload)
        agreed = {}
        for name in names:              # the answer most peers give
            answers = [json.dumps(r[name]["answer"]) for r in by_peer.values() if "answer" in r.get(name, {})]
            if answers and workload != "algorithms":
                agreed[name] = json.loads(max(answers, key=answers.count))
        table(f"{workload}: {'fastest' if best else 'median'} warm run, ms (! = answer differs from most peers')",
              names, list(by_peer) + ["best"],
              lambda n, c: cell(by_peer[c].get(n), agreed.get(n), best) if c != "best" else quickest(by_peer, n, best))
        table(f"{workload}: first run of each query, ms", [n for n in names if n in agreed], list(by_peer),
              lambda n, c: f"{by_peer[c][n]['cold_ms']:.1f}" if "cold_ms" in by_peer[c].get(n, {}) else "")
        table(f"{workload}: peak memory", ["MiB"], list(by_peer),
              lambda n, c: f"{by_peer[c].get('memory', {}).get('peak_mib', 0):,.0f}")
    loads = {(w[5:], p): r for w, peers in everything.items() if w.startswith("load ") for (p, _), r in peers.items()}
    table("load: seconds / MiB on disk / peak MiB of memory", ["social", "news"], sorted({p for _, p in loads}),
          lambda d, p: " / ".join(f"{x:,.1f}" for x in (
              loads[d, p]["load"].get("seconds", 0), loads[d, p]["disk_mib"], loads[d, p].get("memory", {}).get("peak_mib", 0)))
          if (d, p) in loads else "")
    writes = {p: r for (p, t), r in everything.get("transactions", {}).items()}
    if writes:
        measures = [f"{name} {figure}" for name in ("insert", "insert_beside_reads", "read_beside_inserts")
                    for figure in ("ms", "p99_ms", "per_second")]
        table("transactions: durable single-edge inserts; then these and 1-hop reads at the same time", measures, list(writes),
              lambda m, p: f"{writes[p].get(m.split()[0], {}).get(m.split()[1], 0):,.2f}")


def main():
    if sys.argv[1:2] == ["--worker"]:
        return worker(json.loads(sys.argv[2]))
    words = lambda text: text.split(",")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("work")
    parser.add_argument("--peers", type=words, default=list(PEERS))
    parser.add_argument("--workloads", type=words, default=list(DATASET))
    parser.add_argument("--threads", type=lambda t: [int(x) for x in words(t)], default=[1, 2])
    parser.add_argument("--queries", type=words, default=[])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--load-timeout", type=float, default=900)
    parser.add_argument("--reload", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--best", action="store_true", help="print the fastest warm run, not the median")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    os.makedirs(args.work, exist_ok=True)
    results = Results(args.work)
    if not args.report:
        run(args, results)
    report(results, args.best)


if __name__ == "__main__":
    main()
