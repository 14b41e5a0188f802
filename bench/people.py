"""How long people wait while Muster works: notes saved, contacts made and pages read by 1, 8 and 32 people beside an import, a
rebuilding, a search for duplicates and dry runs. Each person asks, waits a quarter of a second, and asks again."""
import csv, http.client, itertools, json, random, threading, time, urllib.error, urllib.request

PEOPLE = (1, 8, 32)
PAUSE = 0.25
WINDOW = 12
ROWS_TRIED = 150_000
TROUBLE = (OSError, http.client.HTTPException)


def upload(base, path):
    with open(path, "rb") as source:
        headers = {"content-type": "application/octet-stream"}
        request = urllib.request.Request(base.url + "/api/v1/files?name=import.csv", source.read(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())["id"]


def order(base, path):
    return {"file_id": upload(base, path), "mapping": "auto", "segment": {"kind": "none"}, "blank": "keep"}


class Repeating:
    """Something that is done again and again."""

    def __init__(self, once):
        self.ended, self.turns, self.trouble = threading.Event(), 0, None
        def go():
            try:
                while not self.ended.is_set():
                    once(self.turns)
                    self.turns += 1
            except TROUBLE as error:
                self.trouble = error.read().decode() if isinstance(error, urllib.error.HTTPError) else repr(error)
        self.thread = threading.Thread(target=go)
        self.thread.start()

    def stop(self):
        self.ended.set()
        self.thread.join()
        if self.trouble:
            print("  the work itself failed:", self.trouble)


def importing(base, folder):
    """The file, and the same people with other cities, in turns."""
    def once(turn):
        asked = order(base, f"{folder}/{('import', 'again')[turn % 2]}.csv")
        number = base.ask("/imports", asked)["id"]
        while base.ask(f"/imports/{number}")["finished_at"] is None:
            time.sleep(0.1)
    return Repeating(once)


def rebuilding(base, _):
    group = base.ask("/contact-groups", {"name": f"Beside {time.time()}"})["id"]
    def once(turn):
        city = {"field": "city", "operator": "is_not", "value": f"Nowhere {turn}"}
        base.ask(f"/contact-groups/{group}", {"condition": {"combinator": "and", "rules": [city]}}, "PATCH")
        while base.ask(f"/contact-groups/{group}")["state"] == "rebuilding":
            time.sleep(0.1)
    return Repeating(once)


def searching(base, _):
    def once(_):
        search = base.ask("/duplicate-searches", method="POST")["id"]
        while base.ask(f"/duplicate-searches/{search}")["finished_at"] is None:
            time.sleep(0.1)
    return Repeating(once)


def trying(base, folder):
    with open(f"{folder}/import.csv", encoding="utf-8", newline="") as source, \
            open(f"{folder}/tried.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(itertools.islice(csv.reader(source), ROWS_TRIED + 1))
    asked = order(base, f"{folder}/tried.csv")
    return Repeating(lambda _: base.ask("/imports/dry-run", asked))


class Person(threading.Thread):
    def __init__(self, base, number, contacts, until):
        super().__init__()
        self.base, self.number, self.until = base, number, until
        self.chance, self.contacts = random.Random(number), contacts
        self.taken, self.failed = {"note": [], "contact": [], "page": []}, []

    def act(self, kind):
        if kind == "note":
            self.base.ask(f"/contacts/{1 + self.chance.randrange(self.contacts)}/notes", {"text": "Called."})
        elif kind == "contact":
            self.base.ask("/contacts", {"email": f"{time.monotonic_ns()}.{self.number}@example.org"})
        else:
            self.base.ask("/contacts?sort=-created_at&limit=50")

    def run(self):
        while time.monotonic() < self.until:
            kind = self.chance.choice(list(self.taken))
            start = time.monotonic()
            try:
                self.act(kind)
                self.taken[kind].append((time.monotonic() - start) * 1000)
            except TROUBLE as error:
                self.failed.append(str(error))
            time.sleep(PAUSE)


def wait_beside(base, contacts, count):
    people = [Person(base, number, contacts, time.monotonic() + WINDOW) for number in range(count)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    taken = {kind: sorted(ms for person in people for ms in person.taken[kind]) for kind in people[0].taken}
    return taken, [words for person in people for words in person.failed]


def beside(base, folder, contacts):
    """Prints the table: per work and number of people the 95th percentile and the worst of each thing done, and how many failed."""
    works = [("nothing", None), ("imports", importing), ("rebuildings", rebuilding), ("searches for duplicates", searching),
             ("dry runs", trying)]
    print("  beside                    people      note p95    max   contact p95    max   page p95    max   failed of")
    for name, begin in works:
        work = begin(base, folder) if begin else None
        time.sleep(2)
        for count in PEOPLE:
            taken, failed = wait_beside(base, contacts, count)
            cells = [f"{one[int(len(one) * 0.95)]:8.0f} {one[-1]:6.0f}" if one else " " * 15 for one in taken.values()]
            asked = sum(map(len, taken.values())) + len(failed)
            print(f"  {name:26}{count:5}   {'   '.join(cells)}   {len(failed):6} {asked:5}", *sorted(set(failed))[:2],
                  "the work has ended" if work and not work.thread.is_alive() else "", flush=True)
        if work:
            work.stop()
