#!/usr/bin/env python3
"""Works with a large contact base as people do, on both databases.

    tools/with-postgres bench/manage.py [--contacts 1000000] [--activities 5000000] [--only sqlite|postgres] [--points | --people | --machines] [--keep]

Fills a base, starts the server, and prints per database: 50th and 95th percentile of list pages, searches, counts and
previews over HTTP; the build of ten groups of three rules; what ten groups add to an import of 10,000 changed contacts; and a
sweep when no contact crosses an edge; the building of five scores and three personas, and what they add to imports; how long
people wait beside what runs (people.py); how many activities programs can send (machines.py). Nothing here fails on time.
"""
import argparse, csv, json, os, re, shutil, subprocess, sys, tempfile, time, urllib.parse, urllib.request
from pathlib import Path

import machines
import people

ROOT = Path(__file__).resolve().parent.parent
MUSTER = ROOT / "target/release/muster"
MAKER = ROOT.parent / "shared/bench/make_contacts.py"
DAY = 86_400_000


def rule(field, operator, value=None):
    return {"field": field, "operator": operator, "value": value}


def both(*rules, combinator="and"):
    return {"combinator": combinator, "rules": list(rules)}


def did(kind, count=1, days=None):
    when = {"operator": "in_last", "value": {"amount": days, "unit": "days"}} if days else None
    return rule("activity", "done", {"type": kind, "times": {"operator": "at_least", "count": count}, "when": when})


TEN = [
    both(rule("city", "is", "Berlin"), rule("country", "is", "DE"), rule("job_title", "contains", "sales")),
    both(rule("city", "any_of", ["Paris", "Wien", "Zürich"]), rule("company", "starts_with", "acme"), rule("notes", "not_empty")),
    both(did("page_visit", 2), rule("country", "is_not", "DE"), rule("last_name", "starts_with", "m")),
    both(did("purchase"), did("page_visit", 1, 90), rule("city", "not_empty")),
    both(rule("email_domain", "is", "gmail.com"), rule("job_title", "is", "ceo"), rule("zip", "starts_with", "1"), combinator="or"),
    both(rule("created_at", "in_last", {"amount": 30, "unit": "days"}), rule("company", "contains", "gmbh"), rule("zip", "not_empty")),
    both(did("login", 1, 30), rule("city", "is", "München"), rule("country", "is", "DE"), combinator="or"),
    both(rule("random", "percent", 10), rule("first_name", "starts_with", "a"), rule("city", "is_not", "Köln")),
    both(rule("changed_at", "in_last", {"amount": 7, "unit": "days"}), rule("last_name", "is", "schmidt"), rule("city", "not_empty")),
    both(rule("company", "is", "Globex AG"), rule("job_title", "is_not", "buyer"), rule("country", "any_of", ["DE", "AT", "CH"])),
]


def gives(points, field, operator, value):
    return {"points": points, "kind": "attribute", "rule": rule(field, operator, value)}


def for_each(points, kind, most, days=None, half_life=None):
    validity = {"kind": "interval", "amount": days, "unit": "days"} if days else {"kind": "forever"}
    return {"points": points, "kind": "activity", "activity": {"type": kind}, "most": most, "validity": validity,
            "half_life": half_life}


def scoring(n):
    """Five rules about attributes and three about activities, others for each `n`."""
    cities = ["Berlin", "Paris", "Wien", "Zürich", "Köln"]
    return [
        gives(10, "city", "is", cities[n % 5]), gives(5, "country", "is", "DE"), gives(7, "job_title", "contains", "sales"),
        gives(-5, "company", "starts_with", "acme"), gives(3, "zip", "not_empty", None),
        for_each(5, "page_visit", 20 + n, days=90), for_each(20, "purchase", 60), for_each(10, "login", 40, half_life=30),
    ]


class Base:
    """One database with the program on it."""

    def __init__(self, kind, folder):
        self.kind, self.folder, self.server = kind, folder, None
        if kind == "sqlite":
            self.address = f"sqlite:{folder}/manage.db"
        else:
            server = os.environ["MUSTER_TEST_POSTGRES"]
            subprocess.run(["psql", "-q", server + "/postgres", "-c", "drop database if exists manage", "-c",
                            "create database manage"], check=True)
            self.address = server + "/manage"

    def load(self, file):
        out = subprocess.run([MUSTER, "import", file, "--json", "--database", self.address], capture_output=True, text=True)
        if out.returncode not in (0, 3):
            sys.exit(out.stderr)
        return json.loads(out.stdout)

    def sql(self, sqlite, postgres):
        if self.kind == "sqlite":
            subprocess.run(["sqlite3", f"{self.folder}/manage.db", "pragma cache_size=-500000;" + sqlite], check=True)
        else:
            subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", self.address], input=postgres, text=True, check=True)

    def wait_for_indexes(self):
        """Until the indexes that were asked for are built, and how long that takes."""
        start, sql = time.monotonic(), "select count(*) from made_indexes where state <> 'ready'"
        ask = ["sqlite3", f"{self.folder}/manage.db", sql] if self.kind == "sqlite" else ["psql", "-Atq", self.address, "-c", sql]
        time.sleep(1)  # the wish is noted behind the answer
        while subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip() != "0":
            time.sleep(0.2)
        return time.monotonic() - start

    def start(self):
        log = open(f"{self.folder}/{self.kind}.log", "w")
        env = {**os.environ, "MUSTER_LOG": "info,muster=debug", "NO_COLOR": "1"}
        args = [MUSTER, "serve", "--listen", "127.0.0.1:0", "--data", self.folder, "--database", self.address]
        self.server = subprocess.Popen(args, stderr=log, env=env)
        while not (found := re.search(r"listening on (\S+)", self.log())):
            time.sleep(0.05)
        self.url = found[1]

    def log(self):
        return Path(f"{self.folder}/{self.kind}.log").read_text()

    def settled(self, asking):
        """Waits until nothing is rebuilt any more, and says how long that takes."""
        start = time.monotonic()
        while asking():
            time.sleep(0.2)
        return time.monotonic() - start

    def stop(self):
        self.server.terminate()
        self.server.wait()

    def ask(self, path, body=None, method=None):
        data = json.dumps(body).encode() if body is not None else None
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(self.url + "/api/v1" + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")


def activities(base, contacts, count):
    """`count` activities of five types over all contacts and the last 400 days."""
    now = int(time.time() * 1000)
    columns = "contact_id, activity_id, type_id, at, item, url, created_at"
    def row(n):
        return (f"1 + ({n} * 2654435761) % {contacts}, {n}, case {n} % 10 when 0 then 16 when 1 then 4 when 2 then 5 else 1 end, "
                f"{now} - ({n} * 40503) % {400 * DAY}, 'item ' || {n} % 100, 'https://www.example.com/page/' || {n} % 1000, {now}")
    base.sql(f"insert into activities ({columns}) with recursive s(n) as (select 1 union all select n + 1 from s where n < {count}) "
             f"select {row('n')} from s order by 1; analyze; ",
             f"insert into activities ({columns}) select {row('n')} from generate_series(1, {count}::bigint) n order by 1; "
             f"vacuum analyze")


def measure(name, call, times):
    taken = []
    for turn in range(times):
        start = time.monotonic()
        call(turn)
        taken.append((time.monotonic() - start) * 1000)
    taken.sort()
    print(f"  {name:44} p50 {taken[len(taken) // 2]:8.1f} ms   p95 {taken[int(len(taken) * 0.95)]:8.1f} ms", flush=True)


def questions(base, often=True):
    """Asks what people ask, and prints how long that takes; not `often`, once each, for the first time."""
    def percentiles(name, call, times):
        measure(name, call, times if often else 1)
    q = urllib.parse.quote
    cursor = {}
    def pages(sort):
        def call(_):
            page = base.ask(f"/contacts?sort={sort}&limit=50" + (f"&after={q(cursor[sort])}" if cursor.get(sort) else ""))
            cursor[sort] = page["next"]
        return call
    for sort in ["-created_at", "created_at", "-changed_at", "email", "last_name", "company"]:
        percentiles(f"page by {sort}", pages(sort), 20)
    for name, words in [("common word", ["anna", "gmail", "acme"]), ("rare word", ["wolf.7f", "globex.co.uk 3a", "žukowski x1"]),
                        ("no hit", ["qqqqzz", "nobody@nowhere"])]:
        percentiles(f"search, {name}", lambda n: base.ask(f"/contacts?search={q(words[n % len(words)])}"), 12)
    percentiles("count of all", lambda _: base.ask("/contacts/count"), 10)
    for name, condition in [("city is", TEN[0]), ("any of, starts, blank", TEN[1]), ("activity twice", TEN[2]),
                            ("activity in the last 90 days", TEN[3]), ("domain or", TEN[4]), ("created lately", TEN[5])]:
        percentiles(f"live count: {name}", lambda _: base.ask("/conditions/preview", {"condition": condition}), 8)


def changed(folder, name, city):
    """10,000 contacts of the base with another city."""
    with open(f"{folder}/base.csv", encoding="utf-8", newline="") as source, \
            open(f"{folder}/{name}.csv", "w", encoding="utf-8", newline="") as out:
        rows, writer = csv.reader(source), csv.writer(out)
        next(rows)
        writer.writerow(["email", "city"])
        for number, row in enumerate(rows):
            if number == 10_000:
                break
            writer.writerow([row[0], city])
    return f"{folder}/{name}.csv"


def turned(folder):
    """The import with other cities, so that importing it again changes the same contacts."""
    with open(f"{folder}/import.csv", encoding="utf-8", newline="") as source, \
            open(f"{folder}/again.csv", "w", encoding="utf-8", newline="") as out:
        rows, writer = csv.reader(source), csv.writer(out)
        header = next(rows)
        writer.writerow(header)
        city = next(at for at, name in enumerate(header) if name.lower() in ("city", "ort"))
        for row in rows:
            if len(row) == len(header) and row[city]:
                row[city] = row[city][::-1]
            writer.writerow(row)


def run(kind, folder, options):
    base = Base(kind, folder)
    print(f"\n{kind}: {options.contacts:,} contacts, {options.activities:,} activities")
    loaded = base.load(f"{folder}/base.csv")
    print(f"  {'import of the base':44} {loaded['seconds']:12.1f} s")
    activities(base, options.contacts, options.activities)
    base.start()
    try:
        if options.people:
            return people.beside(base, folder, options.contacts)
        if options.points:
            return points(base, folder)
        if options.machines:
            return telling(base)
        print("  asked for the first time, without indexes:")
        questions(base, often=False)
        print(f"  {'the indexes that were asked for':44} {base.wait_for_indexes():12.1f} s")
        questions(base)
        before = base.load(changed(folder, "before", "Oslo"))["seconds"]
        start = time.monotonic()
        ids = [base.ask("/contact-groups", {"name": f"Group {n}", "condition": c})["id"] for n, c in enumerate(TEN)]
        while any(base.ask(f"/contact-groups/{id}")["state"] == "rebuilding" for id in ids):
            time.sleep(0.2)
        print(f"  {'build of ten groups':44} {time.monotonic() - start:12.1f} s")
        print("  members:", [base.ask(f"/contact-groups/{id}")["members"] for id in ids])
        after = base.load(changed(folder, "after", "Berlin"))["seconds"]
        print(f"  {'10,000 changed contacts, no groups':44} {before:12.2f} s")
        print(f"  {'10,000 changed contacts, ten groups':44} {after:12.2f} s")
        earlier = len(base.log())
        time.sleep(65)
        sweeps = re.findall(r"swept.*?milliseconds=(\d+)", base.log()[earlier:])
        print(f"  {'sweeps of ten groups, every 20 s':44} {', '.join(sweeps)} ms")
        points(base, folder)
        people.beside(base, folder, options.contacts)
        telling(base)
    finally:
        base.stop()


def points(base, folder):
    """Five scores and three personas: their building, and what they add to an import. The groups are gone before."""
    for group in base.ask("/contact-groups?limit=100")["items"]:
        base.ask(f"/contact-groups/{group['id']}", method="DELETE")
    base.load(f"{folder}/import.csv")  # so that the next two change the same contacts, there and back
    plain = [base.load(changed(folder, "few", "Oslo"))["seconds"], base.load(f"{folder}/again.csv")["seconds"]]
    start = time.monotonic()
    scores = [base.ask("/scores", {"name": f"Score {n}", "limit": 30, "rules": scoring(n)})["id"] for n in range(5)]
    base.settled(lambda: any(base.ask(f"/scores/{id}")["state"] == "rebuilding" for id in scores))
    print(f"  {'build of five scores':44} {time.monotonic() - start:12.1f} s")
    start = time.monotonic()
    for n in range(3):
        base.ask("/personas", {"name": f"Persona {n}", "threshold": 20 + n, "rules": scoring(n + 1)})
    base.settled(lambda: base.ask("/personas")["progress"])
    print(f"  {'build of three personas':44} {time.monotonic() - start:12.1f} s")
    print("  personas:", [one["contacts"] for one in base.ask("/personas")["items"]])
    measure("distribution of a score", lambda n: base.ask(f"/scores/{scores[n % 5]}/distribution"), 10)
    measure("preview of other rules", lambda n: base.ask(f"/scores/{scores[0]}/preview", {"rules": scoring(n)}), 5)
    measure("a contact's points, explained", lambda n: base.ask(f"/contacts/{n + 1}/points"), 10)
    with_points = [base.load(changed(folder, "few", "Berlin"))["seconds"], base.load(f"{folder}/import.csv")["seconds"]]
    print(f"  {'10,000 changed contacts, without and with':44} {plain[0]:6.2f} {with_points[0]:6.2f} s")
    print(f"  {'1,000,000 rows, without and with':44} {plain[1]:6.1f} {with_points[1]:6.1f} s")


def telling(base):
    """Programs that tell activities, with ten groups, five scores and three personas."""
    made = [("contact-groups", {"name": f"Told {n}", "condition": condition}) for n, condition in enumerate(TEN)]
    made += [("scores", {"name": f"Told {n}", "limit": 30, "rules": scoring(n)}) for n in range(5)]
    paths = [f"/{what}/{base.ask(f'/{what}', new)['id']}" for what, new in made]
    for n in range(3):
        base.ask("/personas", {"name": f"Told {n}", "threshold": 20 + n, "rules": scoring(n + 1)})
    base.settled(lambda: any(base.ask(path)["state"] == "rebuilding" for path in paths) or base.ask("/personas")["progress"])
    machines.measure(base)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--contacts", type=int, default=1_000_000); p.add_argument("--activities", type=int, default=5_000_000)
    p.add_argument("--only", choices=["sqlite", "postgres"]); p.add_argument("--keep", action="store_true")
    p.add_argument("--points", action="store_true", help="only scores and personas")
    p.add_argument("--people", action="store_true", help="only how long people wait")
    p.add_argument("--machines", action="store_true", help="only how many activities programs can send")
    options = p.parse_args()
    out = ROOT / "bench/out"
    out.mkdir(exist_ok=True)
    folder = tempfile.mkdtemp(dir=out)
    try:
        subprocess.run([sys.executable, MAKER, folder, "--rows", str(options.contacts), "--base", str(options.contacts)], check=True)
        turned(folder)
        for kind in ["sqlite", "postgres"]:
            if options.only in (None, kind):
                run(kind, folder, options)
    finally:
        print(folder) if options.keep else shutil.rmtree(folder)


main()
