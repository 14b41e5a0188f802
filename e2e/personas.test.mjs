/** Personas: made, given rules by a draft whose effect is seen before it counts, put into an order, and seen on contacts. */
import assert from "node:assert/strict";
import { bringIn } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { askFor, card } from "./support/builder.mjs";
import { button, cellsOf, choose, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";

const PEOPLE = [
  ["email", "first_name", "last_name", "city", "company"],
  ["ann@example.com", "Ann", "Lee", "Köln", "Acme"], ["ben@example.com", "Ben", "Bo", "Köln", ""],
  ["cem@example.com", "Cem", "Can", "Bonn", "Acme"], ["eva@example.com", "Eva", "Ek", "", ""],
];
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

for (const base of BASES) {
  story("personas are made, tried, published, put in order and deleted", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await isMade(page, look);
    await isTriedAndPublished(page, look);
    await getsAPictureOfItsOwn(page, look);
    await orderDecides(page, look);
    await contactsShowIt(page, look);
    await isDeleted(page, look);
  });
}

async function isMade(page, look) {
  await page.goto("/personas");
  await page.getByText("No personas yet").waitFor();
  await look("160-no-personas");
  await button(page, "New persona").first().click();
  const dialog = page.getByRole("dialog", { name: "New persona" });
  await button(dialog, "Create persona").click();
  await dialog.getByText("Give the persona a name.").waitFor();
  await dialog.getByLabel("Name of the persona").fill("Neighbour");
  await dialog.getByLabel("Threshold").fill("10");
  await look("161-new-persona");
  await button(dialog, "Create persona").click();
  await page.getByRole("heading", { level: 1, name: "Neighbour" }).waitFor();
  await page.getByText("Nobody is like this persona before it has some.").waitFor();
  await look("162-persona-without-rules");
}

async function isTriedAndPublished(page, look) {
  await page.getByRole("link", { name: "Add rules" }).click();
  await button(page.getByRole("group", { name: "Add a rule by" }), "Attribute").click();
  await button(page, "Preview").click();
  await page.getByText("Some rules are not complete.").waitFor();
  await askFor(card(page, 1), "1", "City", "is", "Köln");
  await button(page, "Preview").click();
  await page.getByText("2 contacts would have another persona.").waitFor();
  await look("163-effect-of-a-draft");
  await button(page, "Save draft").click();
  await page.getByText("The draft is saved.").waitFor();
  await page.getByText("These rules are a draft").waitFor();
  await button(page, "Publish").click();
  await page.getByRole("heading", { level: 1, name: "Neighbour" }).waitFor();
  await page.getByText("50 % of all 4 contacts").waitFor();
}

async function getsAPictureOfItsOwn(page, look) {
  await button(page, "Change picture").click();
  const dialog = page.getByRole("dialog", { name: "Picture of Neighbour" });
  await dialog.locator("input[type=file]").setInputFiles({ name: "huge.png", mimeType: "image/png", buffer: Buffer.alloc(1_100_000) });
  await dialog.getByText(/A picture has 1 MB at most/).waitFor();
  await dialog.locator("input[type=file]").setInputFiles({ name: "no.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") });
  await dialog.getByRole("alert").waitFor();
  await look("164-no-picture");
  await dialog.locator("input[type=file]").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: DOT });
  await dialog.getByRole("alert").waitFor({ state: "detached" });
  await button(dialog, "Done").click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("img[src*='/picture']").first().waitFor();
  await look("165-persona");
}

async function orderDecides(page, look) {
  await tab(page, "Personas").click();
  await button(page, "New persona").click();
  const dialog = page.getByRole("dialog", { name: "New persona" });
  await dialog.getByLabel("Name of the persona").fill("The colleague who is met at every fair and never buys anything at all");
  await dialog.getByLabel("Threshold").fill("10");
  await button(dialog, "Create persona").click();
  await page.getByRole("link", { name: "Add rules" }).click();
  await button(page.getByRole("group", { name: "Add a rule by" }), "Attribute").click();
  await askFor(card(page, 1), "1", "Company", "is", "Acme");
  await button(page, "Preview").click();
  await page.getByText("1 contact would have another persona.").waitFor();
  await button(page, "Publish").click();
  await page.getByText("25 % of all 4 contacts").waitFor();
  await tab(page, "Personas").click();
  const shares = page.getByRole("list", { name: "Personas in their order" }).getByRole("listitem");
  await shares.filter({ hasText: "Neighbour" }).getByText("2 contacts").waitFor();
  await button(page, "Move Neighbour down").click();
  await shares.filter({ hasText: "Neighbour" }).getByText("1 contact", { exact: true }).waitFor();
  await shares.filter({ hasText: "colleague" }).getByText("2 contacts").waitFor();
  await look("166-personas");
}

async function contactsShowIt(page, look) {
  await page.goto("/contacts");
  await button(page, "Columns").click();
  const columns = page.getByRole("group", { name: "Persona and scores" });
  await columns.getByRole("checkbox", { name: "Persona" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Persona" }).waitFor();
  await page.getByRole("cell", { name: "Neighbour" }).waitFor();
  await look("167-personas-in-the-list");
  const cells = await cellsOf(page, "Contacts");
  assert.deepEqual(cells.filter((row) => row.some((cell) => cell === "Neighbour")).map((row) => row.find((cell) => cell.startsWith("Ben"))?.slice(0, 3)), ["Ben"]);
  await page.getByRole("link", { name: "Ann Lee" }).click();
  const section = page.getByRole("region", { name: "Scores and personas" });
  await section.getByText(/Its persona since/).waitFor();
  await section.getByRole("button", { name: /^Why.*Neighbour/ }).click();
  await section.getByText(/^since /).waitFor();
  await look("168-contact-with-persona");
}

async function isDeleted(page, look) {
  await tab(page, "Personas").click();
  await page.getByRole("link", { name: "Neighbour" }).click();
  await choose(page, "More for this persona", "Delete persona");
  await look("169-delete-persona");
  await button(page.getByRole("dialog"), "Delete persona").click();
  await page.getByRole("list", { name: "Personas in their order" }).waitFor();
  await page.getByRole("link", { name: "Neighbour" }).waitFor({ state: "detached" });
}
