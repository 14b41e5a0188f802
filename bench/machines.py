"""How many activities a second 8 and 32 programs can send one by one, how long each waits for its answer, and how long it takes until
groups, scores and personas show the last of them."""
import asyncio, json, random, time, urllib.parse

CLIENTS = (8, 32)
WINDOW = 15
KINDS = ["page_visit", "login", "form_submitted", "purchase", "email_opened"]


async def one(host, port, emails, dice, until, took):
    reader, writer = await asyncio.open_connection(host, port)
    while time.monotonic() < until:
        sent = {"activities": [{"type": dice.choice(KINDS), "email": dice.choice(emails)}]}
        body = json.dumps(sent).encode()
        head = f"POST /api/v1/activities HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        start = time.monotonic()
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        told = json.loads(await reader.readexactly(length))
        if told.get("recorded") != 1:
            raise SystemExit(f"not recorded: {told}")
        took.append(time.monotonic() - start)
    writer.close()


async def many(url, emails, clients):
    address, took = urllib.parse.urlsplit(url), []
    until = time.monotonic() + WINDOW
    await asyncio.gather(*(one(address.hostname, address.port, emails, random.Random(n), until, took) for n in range(clients)))
    return sorted(took)


def measure(base):
    emails = [one["email"] for one in base.ask("/contacts?limit=500")["items"]]
    for clients in CLIENTS:
        kind = base.ask("/activity-types", {"label": f"Last of {clients}", "manual": True, "colour": "gray"})["name"]
        done = {"field": "activity", "operator": "done", "value": {"type": kind}}
        group = base.ask("/contact-groups", {"name": f"Last of {clients}", "condition": {"combinator": "and", "rules": [done]}})["id"]
        base.settled(lambda: base.ask(f"/contact-groups/{group}")["state"] != "ready")
        took = asyncio.run(many(base.url, emails, clients))
        base.ask("/activities", {"activities": [{"type": kind, "email": random.choice(emails)}]})
        seen = base.settled(lambda: base.ask(f"/contact-groups/{group}/members")["items"] == [])
        middle, slow = took[len(took) // 2] * 1000, took[len(took) * 95 // 100] * 1000
        print(f"  {f'single activities of {clients} programs':44} {len(took) / WINDOW:8.0f} a second   p50 {middle:6.1f} ms   p95 {slow:6.1f} ms"
              f"   followed {seen:.1f} s behind the last", flush=True)
