#!/usr/bin/env python3
"""Imports a file onto a contact base, beside the bare job of each database on the same machine.

    tools/with-postgres bench/import.py [--rows 1000000] [--base 1000000] [--only sqlite|postgres]

Prints per database: wall time and CPU time (client and server), rows per second, peak memory of the client, and the
ratio to the reference. The reference is what an engineer would type into the database's own shell: load the file into a
staging table, one upsert into a table with a unique e-mail address, nothing else. Counts and digest of Muster's result
are checked against those that the data's maker knows.
"""
import argparse, csv, hashlib, io, json, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUSTER = ROOT / "target/release/muster"
MAKER = ROOT.parent / "shared/bench/make_contacts.py"
FIELDS = ("email,first_name,last_name,company,job_title,mobile_phone,business_phone,"
          "address1,city,zip,country,notes").split(",")
COLUMNS = ", ".join(f"{f} text" for f in FIELDS)
SET = ", ".join(f"{f} = coalesce(nullif(excluded.{f}, ''), contacts.{f})" for f in FIELDS[1:])
USABLE = "email like '%_@_%.%' and email not like '%@%@%' and email not like '% %' and email not like '%@ %'"


def server_cpu():
    """CPU seconds of the PostgreSQL server and all its processes so far; 0 without one."""
    pid = os.environ.get("MUSTER_TEST_POSTGRES_PID")
    if not pid:
        return 0.0
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if stat.parent.name == pid:
            total += sum(map(int, parts[11:15]))
        elif parts[1] == pid:
            total += sum(map(int, parts[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def measure(command, stdin=None, ok=(0,)):
    """Runs a command; returns wall seconds, client CPU, server CPU, peak KiB, and standard output."""
    before, start = server_cpu(), time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.PIPE if stdin else None, stdout=subprocess.PIPE, text=True)
    if stdin:
        child.stdin.write(stdin); child.stdin.close()
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) not in ok:
        sys.exit(f"{command} failed with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, server_cpu() - before, usage.ru_maxrss, out


def sqlite_reference(data, folder):
    base = folder / "reference.db"
    pragmas = "pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-65536;\n"
    table = f"create table contacts (id integer primary key, {COLUMNS}, unique (email));\n"
    def load(name):
        keys = ", ".join(FIELDS)
        return (f".mode csv\ndrop table if exists stage;\ncreate table stage ({COLUMNS});\n"
                f".import --skip 1 {data / name} stage\n"
                f"insert into contacts ({keys}) select lower(trim(email)), {', '.join(FIELDS[1:])} from stage "
                f"where {USABLE.replace('email', 'trim(email)')} on conflict (email) do update set {SET};\n")
    measure(["sqlite3", str(base)], pragmas + table + load("base.csv"))
    return measure(["sqlite3", str(base)], pragmas + load("import.csv"))


def postgres_reference(data, _folder):
    server = os.environ["MUSTER_TEST_POSTGRES"]
    subprocess.run(["psql", "-q", server + "/postgres", "-c", "drop database if exists reference",
                    "-c", "create database reference"], check=True)
    keys = ", ".join(FIELDS)
    table = f"create table contacts (id bigint generated always as identity primary key, {COLUMNS}, unique (email));\n"
    def load(name):
        return (f"create temporary table stage ({COLUMNS});\n"
                f"\\copy stage from '{data / name}' with (format csv, header)\n"
                f"insert into contacts ({keys}) select distinct on (lower(trim(email))) lower(trim(email)), "
                f"{', '.join(FIELDS[1:])} from stage where {USABLE.replace('email', 'trim(email)')} "
                f"on conflict (email) do update set {SET};\ndrop table stage;\n")
    psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", server + "/reference"]
    measure(psql, table + load("base.csv"))
    return measure(psql, load("import.csv"))


def muster(data, address):
    measure([str(MUSTER), "import", str(data / "base.csv"), "--json", "--database", address])
    result = measure([str(MUSTER), "import", str(data / "import.csv"), "--new-group", "Bench", "--json",
                      "--database", address], ok=(3,))
    check(json.loads(result[4]), address, json.loads((data / "expected.json").read_text())["on_base"])
    return result


def check(report, address, expected):
    export = subprocess.Popen([str(MUSTER), "export", "--database", address], stdout=subprocess.PIPE)
    total = count = 0
    for row in csv.DictReader(io.TextIOWrapper(export.stdout, encoding="utf-8", newline="")):
        line = "\x1f".join((row["email"], row["last_name"], row["city"], row["zip"])).encode()
        total, count = (total + int.from_bytes(hashlib.sha256(line).digest()[:8], "big")) % (1 << 64), count + 1
    found = {**{key: report[key] for key in expected if key in report}, "contacts": count, "digest": f"{total:016x}"}
    if found != expected:
        sys.exit(f"wrong result: {found}, expected {expected}")


def print_row(name, rows, result, reference=None):
    wall, client, server, peak, _ = result
    ratio = f"{wall / reference[0]:10.2f} {(client + server) / (reference[1] + reference[2]):8.2f}" if reference else ""
    print(f"{name:22} {wall:8.1f} {client:10.1f} {server:10.1f} {rows / wall:10.0f} {peak / 1024:9.0f} {ratio}", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rows", type=int, default=1_000_000); p.add_argument("--base", type=int, default=1_000_000)
    p.add_argument("--only", choices=["sqlite", "postgres"]); a = p.parse_args()
    data = ROOT / "bench/out" / f"contacts-{a.rows}-{a.base}"
    if not (data / "expected.json").exists():
        subprocess.run([sys.executable, MAKER, data, "--rows", str(a.rows), "--base", str(a.base)], check=True)
    folder = Path(tempfile.mkdtemp(dir=ROOT / "bench/out"))
    server = os.environ.get("MUSTER_TEST_POSTGRES", "")
    print(f"{a.rows} rows onto {a.base} contacts\n"
          f"{'':22} {'wall s':>8} {'client CPU':>10} {'server CPU':>10} {'rows/s':>10} {'peak MiB':>9} {'wall ratio':>10} {'CPU ratio':>8}")
    try:
        if a.only != "postgres":
            reference = sqlite_reference(data, folder); print_row("sqlite3 shell", a.rows, reference)
            print_row("muster on SQLite", a.rows, muster(data, f"sqlite:{folder}/muster.db"), reference)
        if a.only != "sqlite":
            reference = postgres_reference(data, folder); print_row("psql", a.rows, reference)
            subprocess.run(["psql", "-q", server + "/postgres", "-c", "create database muster"], check=True)
            print_row("muster on PostgreSQL", a.rows, muster(data, server + "/muster"), reference)
    finally:
        shutil.rmtree(folder)


main()
