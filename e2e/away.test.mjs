/** Muster away or slow, and two windows at once: what every page does then. */
import assert from "node:assert/strict";
import { bringIn } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { tab } from "./support/page.mjs";
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

    await changeElsewhere(url, id, { city: "Köln" });
    await city.press("Enter");
    await page.getByText("City was changed to “Köln” elsewhere. Save again to overwrite that.").waitFor();
    await city.press("Enter");
    await city.waitFor({ state: "detached" });
    assert.equal((await stage.ask(`/api/v1/contacts/${id}`)).fields.city, "Bonn");

    await changeElsewhere(url, id, { first_name: "Anna" });
    await lookHere(page);
    await page.getByRole("heading", { level: 1, name: "Anna" }).waitFor();
    await fetch(new URL(`/api/v1/contacts/${id}`, url), { method: "DELETE" });
    await lookHere(page);
    await page.getByRole("heading", { level: 1, name: "This contact does not exist" }).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });
}

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
function onlyMissed(complaints) {
  assert.deepEqual(complaints.filter((words) => !/dynamically imported module|ERR_CONNECTION_REFUSED/.test(words)), []);
  complaints.length = 0;
}

async function changeElsewhere(url, id, fields) {
  const response = await fetch(new URL(`/api/v1/contacts/${id}`, url), { method: "PATCH", body: JSON.stringify({ fields }), headers: { "content-type": "application/json" } });
  assert.equal(response.status, 200);
}

/** The window gets the focus, as when one comes back from another. */
const lookHere = (page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));
