/** Scores: rules made, previewed and published; the distribution, the contacts and the limit on the score's page. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { bringIn } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { askFor, card } from "./support/builder.mjs";
import { button, choose, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const PEOPLE = [
  ["email", "first_name", "city", "company"],
  ["ann@example.com", "Ann", "Köln", "Acme"], ["ben@example.com", "Ben", "Köln", ""], ["cem@example.com", "Cem", "Bonn", "Acme"], ["eva@example.com", "Eva", "", ""],
];

for (const base of BASES) {
  story("a score is made, previewed, published and deleted", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await isMade(page, look);
    await rulesAreMade(page, look);
    await isPreviewed(page, look);
    await isPublished(page, look);
    await isToldOf(page, look);
    await isAColumn(page, look);
    await draftWaits(page, look);
    await isChangedAndDeleted(page, look);
  });
}

async function isMade(page, look) {
  await page.goto("/scores");
  await page.getByText("No scores yet").waitFor();
  await look("150-no-scores");
  await button(page, "New score").first().click();
  const dialog = page.getByRole("dialog", { name: "New score" });
  await button(dialog, "Create score").click();
  await dialog.getByText("Give the score a name.").waitFor();
  await dialog.getByLabel("Name of the score").fill("Interest");
  await dialog.getByLabel("Limit in points").fill("20");
  await look("151-new-score");
  await button(dialog, "Create score").click();
  await page.getByRole("heading", { level: 1, name: "Rules of Interest" }).waitFor();
}

async function rulesAreMade(page, look) {
  const adding = page.getByRole("group", { name: "Add a rule by" });
  await button(adding, "Attribute").click();
  await button(page, "Preview").click();
  await card(page, 1).getByText("Complete this rule.").waitFor();
  await look("152-incomplete-points");
  await card(page, 1).getByLabel("Name", { exact: true }).fill("Near us");
  await askFor(card(page, 1), "1", "City", "is", "Köln");
  await button(adding, "Condition").click();
  await card(page, 2).getByLabel("Points", { exact: true }).fill("15");
  await askFor(card(page, 2), "1", "Company", "is", "Acme");
  await button(adding, "Activity").click();
  await card(page, 3).getByText("Points each time").click();
  await card(page, 3).getByLabel("Points halve with time").check();
  await look("153-rules-of-a-score");
}

async function isPreviewed(page, look) {
  await button(page, "Preview").click();
  await page.getByText("3 contacts would have other points.").waitFor();
  await page.getByText("1 would reach the limit.").waitFor();
  assert.equal(await page.getByRole("img", { name: /How many contacts have how many points/ }).count(), 2);
  await look("154-preview-of-rules");
}

async function isPublished(page, look) {
  await button(page, "Publish").click();
  await page.getByRole("heading", { level: 1, name: "Interest" }).waitFor();
  await page.getByText("1 contact (25 %) has 20 points or more.").waitFor();
  const top = page.getByRole("table", { name: "Most points" });
  await top.getByRole("link", { name: "Ann" }).waitFor();
  await page.getByText("No contact has reached the limit yet.").waitFor();
  await button(page, "Show as a table").click();
  await page.getByRole("table", { name: "Contacts by points" }).waitFor();
  await look("155-score");
}

async function isToldOf(page, look) {
  const calls = [];
  const program = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (text) => calls.push(JSON.parse(text))).on("end", () => response.writeHead(204).end());
  });
  program.listen(0, "127.0.0.1");
  await once(program, "listening");
  await page.getByText("Nobody is told when contacts reach the limit.").waitFor();
  await button(page, "Edit notification").click();
  const dialog = page.getByRole("dialog", { name: "Notification" });
  await dialog.getByLabel("E-mail addresses").fill("sales@example.com\nnobody");
  await dialog.getByLabel("Webhook").fill(`http://127.0.0.1:${program.address().port}/hook`);
  await button(dialog, "Save").click();
  await dialog.getByText(/"nobody": /).waitFor();
  await look("158-edit-notification");
  await dialog.getByLabel("E-mail addresses").fill("sales@example.com");
  await button(dialog, "Save").click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("No mail server is set up").waitFor();
  await button(page, "Send a test").click();
  await page.getByText(/^Sent to http:/).waitFor();
  await page.getByText(/^sales@example.com: .*--smtp/).waitFor();
  assert.equal(calls[0].event, "test");
  await look("159-notification");
  program.close();
  program.closeAllConnections();
}

async function isAColumn(page, look) {
  await page.goto("/contacts");
  await button(page, "Columns").click();
  await page.getByRole("group", { name: "Persona and scores" }).getByRole("checkbox", { name: "Interest" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("table", { name: "Contacts" }).locator("thead").getByText("Interest", { exact: true }).click();
  await page.waitForURL(/sort=-score/);
  const points = page.getByRole("table", { name: "Contacts" }).locator("tbody tr").first().getByRole("cell", { name: "25" });
  await points.waitFor();
  await look("159-points-in-the-list");
  await tab(page, "Scores").click();
  await page.getByRole("link", { name: "Interest" }).click();
}

async function draftWaits(page, look) {
  await page.getByRole("link", { name: "Edit rules" }).first().click();
  await button(page, "Delete rule 3").click();
  await tab(page, "Scores").click();
  const guard = page.getByRole("dialog", { name: "Leave without saving?" });
  await button(guard, "Stay").click();
  await button(page, "Save draft").click();
  await page.getByText("The draft is saved.").waitFor();
  await tab(page, "Scores").click();
  await page.getByText("Draft", { exact: true }).waitFor();
  await look("156-scores");
  await page.getByRole("link", { name: "Interest" }).click();
  await page.getByRole("link", { name: "Go on with the draft" }).click();
  await button(page, "Discard draft").click();
  await button(page.getByRole("dialog"), "Discard draft").click();
  await card(page, 3).waitFor();
  await page.getByText("These rules are a draft").waitFor({ state: "detached" });
}

async function isChangedAndDeleted(page, look) {
  await page.getByRole("link", { name: "Score", exact: true }).click();
  // Not `uncheck`: it looks before the page has drawn the switch as it was put.
  await page.getByLabel("Keep up to date").click({ force: true });
  await page.getByText("The score is off").waitFor();
  await choose(page, "More for this score", "Edit name and limit");
  const dialog = page.getByRole("dialog", { name: "Edit score" });
  await dialog.getByLabel("Limit in points").fill("99999999999");
  await button(dialog, "Save").click();
  await dialog.locator("[data-error]").first().waitFor();
  await look("157-edit-score");
  await dialog.getByLabel("Limit in points").fill("40");
  await button(dialog, "Save").click();
  await dialog.waitFor({ state: "detached" });
  await choose(page, "More for this score", "Delete score");
  await button(page.getByRole("dialog"), "Delete score").click();
  await page.getByText("No scores yet").waitFor();
}
