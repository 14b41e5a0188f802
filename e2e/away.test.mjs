/** Muster away or slow, and two windows at once: what every page does then. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { card, ruleOf } from "./support/builder.mjs";
import { startMuster } from "./support/muster.mjs";
import { button, choose, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const PEOPLE = [["email", "first_name", "city"], ["ann@example.com", "Ann", "Ulm"]];

for (const base of BASES) {
  story("Muster away is told kindly on every page, which goes on by itself", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    const notice = page.getByText("Muster cannot be reached; trying again");
    await page.goto("/contacts");
    await page.getByRole("link", { name: "Ann" }).waitFor();

    await stage.kill();
    await tab(page, "Accounts").click(); // its code was not loaded yet
    await notice.waitFor();
    assert.equal(await page.getByText("This is our mistake").count(), 0);
    await look("200-away");
    await stage.startAgain();
    await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
    await notice.waitFor({ state: "detached" });

    await stage.kill();
    await tab(page, "Contacts").click();
    await notice.waitFor();
    assert.equal(await page.getByRole("alert").count(), 0, "nothing is anybody's mistake");
    await stage.startAgain();
    await page.getByRole("link", { name: "Ann" }).waitFor();
    await notice.waitFor({ state: "detached" });
    onlyMissed(stage.complaints);
  });

  story("what another window changed is seen, and nothing is overwritten unseen", base, async (stage) => {
    const { page, url } = stage;
    await bringIn(url, PEOPLE);
    const [{ id }] = (await stage.ask("/api/v1/contacts")).items;
    await page.goto(`/contacts/${id}`);
    const city = page.getByRole("textbox", { name: "City" });
    await page.getByText("Ulm", { exact: true }).first().click();
    await city.fill("Bonn");

    await change(url, `/api/v1/contacts/${id}`, { fields: { city: "Köln" } });
    await city.press("Enter");
    await page.getByText("City: changed to “Köln” elsewhere. Save again to overwrite that.").waitFor();
    await city.press("Enter");
    await city.waitFor({ state: "detached" });
    assert.equal((await stage.ask(`/api/v1/contacts/${id}`)).fields.city, "Bonn");

    await change(url, `/api/v1/contacts/${id}`, { fields: { first_name: "Anna" } });
    await lookHere(page);
    await page.getByRole("heading", { level: 1, name: "Anna" }).waitFor();
    await fetch(new URL(`/api/v1/contacts/${id}`, url), { method: "DELETE" });
    await lookHere(page);
    await page.getByRole("heading", { level: 1, name: "This contact does not exist" }).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });
}

story("a database that is away is told kindly, and its coming back is seen", "postgres", async (stage) => {
  const { page } = stage;
  const gate = await between(stage.base.address);
  const folder = join(stage.folder, "behind");
  await mkdir(folder);
  const muster = await startMuster({ folder, database: gate.address });
  try {
    await bringIn(muster.url, PEOPLE);
    await page.goto(`${muster.url}/contacts`);
    await page.getByRole("link", { name: "Ann" }).waitFor();
    await gate.close();
    await tab(page, "Contact groups").click();
    const notice = page.getByText("The contact base cannot be reached; trying again");
    await notice.waitFor();
    assert.equal(await page.getByRole("alert").count(), 0, "nothing is anybody's mistake");
    await stage.look("204-database-away");
    await gate.open();
    await page.getByText("No contact groups yet").waitFor();
    await notice.waitFor({ state: "detached" });
    onlyMissed(stage.complaints, /^503 /);
  } finally {
    await muster.stop();
    await gate.close();
  }
});

const ULM = { combinator: "and", rules: [{ field: "city", operator: "is", value: "Ulm" }] };
const BONN = { combinator: "and", rules: [{ field: "city", operator: "is", value: "Bonn" }] };

story("what another window saved of a group or of rules is told before it is overwritten", "sqlite", async (stage) => {
  const { page, url, look } = stage;
  const { id } = await post(url, "/api/v1/contact-groups", { name: "Leads" });
  const group = `/api/v1/contact-groups/${id}`;
  await page.goto(`/groups/${id}`);
  await choose(page, "More for this contact group", "Edit name and description");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name of the contact group" }).fill("Buyers");
  await change(url, group, { name: "Visitors", description: "Of the fair" });
  const save = dialog.getByRole("button", { name: "Save" });
  await save.click();
  await dialog.getByText("The contact group was changed elsewhere since it was loaded.").waitFor();
  await dialog.getByText("Name: changed to “Visitors” elsewhere.").waitFor();
  await look("201-changed-elsewhere");
  assert.equal(await dialog.getByRole("textbox", { name: "Description" }).inputValue(), "Of the fair", "what was not touched follows");
  await save.click();
  await dialog.waitFor({ state: "detached" });
  const saved = await stage.ask(group);
  assert.deepEqual([saved.name, saved.description], ["Buyers", "Of the fair"]);

  await change(url, group, { condition: ULM });
  await page.goto(`/groups/${id}/condition`);
  await ruleOf(page, "1").getByLabel("Value", { exact: true }).fill("Köln");
  await change(url, group, { condition: BONN });
  await page.getByRole("button", { name: "Save condition" }).click();
  await page.getByText("Condition: changed elsewhere.").waitFor();
  await look("202-condition-changed-elsewhere");
  assert.deepEqual((await stage.ask(group)).condition, BONN);
  await page.getByRole("button", { name: "Save condition" }).click();
  await page.getByRole("heading", { level: 1, name: "Buyers", exact: true }).waitFor();
  assert.equal((await stage.ask(group)).condition.rules[0].value, "Köln");

  await post(url, "/api/v1/scores", { name: "Interest", rules: [{ points: 5, kind: "condition", condition: ULM }] });
  await page.goto("/scores/1/rules");
  await button(page, "Edit rule 1").click();
  await card(page, 1).getByLabel("Points", { exact: true }).fill("7");
  await change(url, "/api/v1/scores/1/draft", { rules: [{ points: 9, kind: "condition", condition: BONN }] }, "PUT");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("Rules: changed elsewhere.").waitFor();
  await look("203-rules-changed-elsewhere");
  assert.equal((await stage.ask("/api/v1/scores/1")).draft[0].points, 9);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("The draft is saved.").waitFor();
  assert.equal((await stage.ask("/api/v1/scores/1")).draft[0].points, 7);
});

story("a tab is marked as soon as it is clicked, and a bar moves until its page is there", "sqlite", async ({ page }) => {
  await page.goto("/contacts");
  const groups = tab(page, "Contact groups");
  await groups.waitFor();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(/GroupsPage.*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  const weight = (one) => one.evaluate((element) => getComputedStyle(element).fontWeight);
  await groups.click();
  await page.getByRole("progressbar", { name: "Loading" }).waitFor();
  assert.deepEqual([await weight(groups), await weight(tab(page, "Contacts"))], ["600", "500"]);
  release();
  await page.getByRole("heading", { level: 1, name: "Contact groups" }).waitFor();
  await page.getByRole("progressbar", { name: "Loading" }).waitFor({ state: "detached" });
});

/** A program that is away cannot answer: the browser says so, and so may the page's own code that was on its way. */
function onlyMissed(complaints, expected = /dynamically imported module|ERR_CONNECTION_REFUSED/) {
  assert.deepEqual(complaints.filter((words) => !expected.test(words)), []);
  complaints.length = 0;
}

async function change(url, path, body, method = "PATCH") {
  const response = await fetch(new URL(path, url), { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  assert.equal(response.status, 200);
}

/** A way to a PostgreSQL server that can be closed and opened again. */
async function between(address) {
  const url = new URL(address);
  const [host, port] = [url.hostname, Number(url.port)];
  const open = new Set();
  const gate = createServer((here) => {
    const there = connect(port, host);
    for (const socket of [here, there]) {
      open.add(socket);
      socket.on("error", () => {}).on("close", () => { open.delete(socket); here.destroy(); there.destroy(); });
    }
    here.pipe(there).pipe(here);
  });
  const listen = (at) => new Promise((resolve) => { gate.listen(at, "127.0.0.1", resolve); });
  await listen(0);
  const own = gate.address().port;
  url.host = `127.0.0.1:${own}`;
  return {
    address: url.href,
    open: () => listen(own),
    close: () => new Promise((resolve) => {
      gate.close(() => resolve());
      for (const socket of open) socket.destroy();
    }),
  };
}

/** The window gets the focus, as when one comes back from another. */
const lookHere = (page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));
