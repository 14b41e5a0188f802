/** The script for web pages, on a page of another site. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { importUntil } from "./support/muster.mjs";
import { story } from "./support/stage.mjs";

const KEPT = 'sessionStorage.getItem("muster")';

let site, muster;
before(async () => {
  site = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><html lang="en"><title>Shop ${request.url.split("?")[0]}</title><script src="${muster}/track.js"></script>`);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  site.origin = `http://127.0.0.1:${site.address().port}`;
  process.env.MUSTER_TRACK_ORIGIN = `https://other.test,${site.origin}`;
});
after(() => site.close());

/** Opens a page of the site and returns all that is sent to Muster from then on. */
async function visit({ page, url }, path) {
  muster = url;
  const sent = [];
  page.removeAllListeners("request");
  page.on("request", (request) => {
    if (request.url().includes("/track") && request.method() === "POST") sent.push(request.postDataJSON());
  });
  await page.goto(site.origin + path);
  return sent;
}

async function addAnn({ url }) {
  const post = async (path, body, kind) => {
    const answer = await fetch(new URL(path, url), { method: "POST", body, headers: { "content-type": kind } });
    assert.equal(answer.status, 201);
    return answer.json();
  };
  const file = await post("/api/v1/files?name=a.csv", "email\nann@x.de\n", "application/octet-stream");
  const order = { file_id: file.id, mapping: [{ column: 0, field: "email" }], segment: { kind: "none" }, blank: "keep" };
  const { id } = await post("/api/v1/imports", JSON.stringify(order), "application/json");
  await importUntil(url, id, ({ state }) => state === "finished");
}

async function logOf(stage, length) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { items } = await stage.ask("/api/v1/activities");
    if (items.length >= length || Date.now() > deadline) return items;
  }
}

story("what a visitor did before saying who they are is sent when they do", "sqlite", async (stage) => {
  await addAnn(stage);
  const { page } = stage;
  await visit(stage, "/shoes?utm_source=mail&token=secret#top");
  await page.evaluate(() => globalThis.muster.consent(true));
  const sent = await visit(stage, "/cart");
  await page.evaluate(() => {
    const { muster } = globalThis;
    muster.consent(true);
    muster.consent(true);
    muster.form("Order", 5);
  });
  assert.deepEqual(sent, [], "nobody is known yet");
  const waiting = JSON.parse(await page.evaluate(KEPT)).waiting.map(([, activity]) => activity.type);
  assert.deepEqual(waiting, ["page_visit", "page_visit", "form_submitted"]);
  await page.evaluate(() => globalThis.muster.identify("ann@x.de"));
  const log = await logOf(stage, 3);
  const facts = log.map(({ type, url, item, value, utm_source: source }) => [type, url, item, value, source].join(" "));
  assert.deepEqual(facts.sort(), [
    `form_submitted ${site.origin}/cart Order 5 `,
    `page_visit ${site.origin}/cart   `,
    `page_visit ${site.origin}/shoes   mail`,
  ]);
  assert.ok(log.every(({ contact }) => contact.email === "ann@x.de"));
  assert.deepEqual(JSON.parse(await page.evaluate(KEPT)), { waiting: [], email: "ann@x.de" });
  await visit(stage, "/thanks");
  await page.evaluate(() => globalThis.muster.consent(true));
  const [last] = await logOf(stage, 4);
  assert.deepEqual([last.url, last.title], [`${site.origin}/thanks`, "Shop /thanks"], "still known on the next page");
});

story("without consent nothing is stored or sent, and without it any more all is forgotten", "sqlite", async (stage) => {
  const { page } = stage;
  const sent = await visit(stage, "/");
  await page.evaluate(() => {
    const { muster } = globalThis;
    muster.identify("ann@x.de");
    muster.page();
    muster.consent("true");
    muster.event("page_visit");
  });
  assert.equal(await page.evaluate(KEPT), null);
  await page.evaluate(() => {
    globalThis.muster.consent(true);
    for (let number = 0; number < 100; number += 1) globalThis.muster.event("page_visit", { item: number });
  });
  const { waiting } = JSON.parse(await page.evaluate(KEPT));
  assert.deepEqual([waiting.length, waiting.at(-1)[1].item], [30, "99"], "the latest thirty");
  await page.evaluate(() => {
    const { muster } = globalThis;
    muster.consent(false);
    muster.identify("ann@x.de");
    muster.page();
  });
  assert.equal(await page.evaluate(KEPT), null);
  await page.evaluate(() => {
    globalThis.muster.consent(true);
    globalThis.muster.page();
  });
  assert.equal(JSON.parse(await page.evaluate(KEPT)).email, undefined, "the address is forgotten too");
  assert.deepEqual(sent, []);
});

for (const [name, value] of [["doNotTrack", "1"], ["globalPrivacyControl", true]]) {
  story(`a visitor who sets ${name} is left alone whatever the page says`, "sqlite", async (stage) => {
    const { page } = stage;
    await page.addInitScript(([key, set]) => Object.defineProperty(navigator, key, { value: set }), [name, value]);
    const sent = await visit(stage, "/");
    await page.evaluate(() => {
      const { muster } = globalThis;
      muster.consent(true);
      muster.identify("ann@x.de");
      muster.page();
    });
    assert.equal(await page.evaluate(KEPT), null);
    assert.deepEqual(sent, []);
  });
}
