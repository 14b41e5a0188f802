/** Contact groups: filled by a condition, by hand and by imports; explained, and standing in one another. */
import assert from "node:assert/strict";
import { bringIn, post } from "./support/api.mjs";
import { BASES } from "./support/bases.mjs";
import { addRule, ask, askFor, ruleOf } from "./support/builder.mjs";
import { toCsv } from "./support/csv.mjs";
import { csvFile } from "./support/files.mjs";
import { cellsOf, choose, pick, tab } from "./support/page.mjs";
import { story } from "./support/stage.mjs";
import { resultOf, selectFile, startImport } from "./support/wizard.mjs";

const PEOPLE = [
  ["email", "first_name", "city", "company"],
  ["ann@example.com", "Ann", "Köln", "Acme"], ["ben@example.com", "Ben", "Köln", "Acme"], ["cem@example.com", "Cem", "köln", ""],
  ["dora@example.com", "Dora", "Bonn", "Acme"], ["eva@example.com", "Eva", "", ""],
];
const inKoeln = { combinator: "and", rules: [{ field: "city", operator: "is", value: "Köln" }] };

const preview = (page) => page.getByRole("region", { name: "Who meets it now" });
/** How many meet the condition, once it has been counted as it stands. */
async function isMetBy(page, count) {
  await page.getByRole("status", { name: "Counting" }).waitFor({ state: "detached" });
  await preview(page).getByText(`${count} contacts`, { exact: true }).waitFor();
}

const save = (page) => page.getByRole("button", { name: "Save condition" });
const members = (page, count) => page.getByText(new RegExp(`^${count} members? · Created `)).waitFor();

for (const base of BASES) {
  story("a contact group is filled by a condition, and each membership explained", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "sqlite" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    await newGroupByCondition(page, look);
    await conditionIsBuilt(page, look);
    await membersHaveReasons(page, look);
    await membershipIsExplained(page, look);
    await isKeptOutAndLetIn(page, look);
    await growthIsShown(page);
    await membersFollow(page);
  });
}

async function newGroupByCondition(page, look) {
  await page.goto("/groups");
  await page.getByRole("button", { name: "New contact group" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New contact group" });
  await dialog.getByRole("textbox", { name: "Name of the contact group" }).fill("Rhineland");
  await dialog.getByRole("textbox", { name: "Description" }).fill("For the fair in spring.");
  await dialog.getByRole("radio", { name: "By condition" }).check();
  await look("90-new-group-by-condition");
  await dialog.getByRole("button", { name: "Create contact group" }).click();
  await page.getByRole("heading", { level: 1, name: "Condition of Rhineland" }).waitFor();
}

async function conditionIsBuilt(page, look) {
  await preview(page).getByText("One rule is not complete yet.").waitFor();
  await save(page).click();
  await ruleOf(page, "1").getByText("Complete this rule or remove it.").waitFor();
  await look("91-incomplete-rule");

  await askFor(page, "1", "City", "is", "Köln");
  await isMetBy(page, 3);
  await preview(page).getByText("60 % of all contacts").waitFor();
  assert.deepEqual((await preview(page).getByRole("link").allInnerTexts()).toSorted(), ["Ann", "Ben", "Cem"]);
  await addRule(page);
  const random = await askFor(page, "2", "Random share", null, "150");
  await random.getByText("Enter a share from 0 to 100 percent.").waitFor();
  await look("92-refused-rule");
  await random.getByLabel("Value", { exact: true }).fill("100");
  await isMetBy(page, 3);
  await page.getByRole("button", { name: "Remove rule 2" }).click();

  await page.getByRole("button", { name: "Add group of rules" }).click();
  await page.getByRole("group", { name: "Group of rules 2" }).getByText("Any (OR)").click();
  await askFor(page, "2.1", "Company", "is", "Acme");
  await page.getByRole("group", { name: "Group of rules 2" }).getByRole("button", { name: "Add rule" }).click();
  await ask(page, "2.2", "Company", "is blank");
  await isMetBy(page, 3);
  await page.getByText("Contacts for which City is “Köln” and (Company is “Acme” or Company is blank).").waitFor();
  await look("93-condition");
  await save(page).click();
  await page.getByRole("heading", { level: 1, name: "Rhineland" }).waitFor();
}

async function membersHaveReasons(page, look) {
  await members(page, 3);
  await page.getByText("The members are being rebuilt").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add contacts" }).click();
  const dialog = page.getByRole("dialog", { name: "Add contacts to Rhineland" });
  await dialog.getByRole("searchbox", { name: "Search contacts" }).fill("dora");
  await dialog.getByRole("button", { name: "Add Ann" }).waitFor({ state: "detached" });
  await dialog.getByRole("button", { name: "Add Dora" }).click();
  await dialog.getByText("Added", { exact: true }).waitFor();
  await look("94-add-contacts");
  await dialog.getByRole("button", { name: "Done" }).click();
  await members(page, 4);
  await page.getByRole("table", { name: "Members" }).getByRole("row", { name: "Dora" }).waitFor();
  const reasons = (await cellsOf(page, "Members")).map(([name, , why]) => [name.split("\n")[0], why]);
  assert.deepEqual(reasons.toSorted(), [["Ann", "meets the condition"], ["Ben", "meets the condition"], ["Cem", "meets the condition"], ["Dora", "added by hand"]]);
  await page.getByText("80 % of all 5 contacts").waitFor();
  await look("95-group");
}

async function membershipIsExplained(page, look) {
  const drawer = page.getByRole("dialog", { name: "Why is a contact in or not?" });
  const told = () => drawer.getByRole("listitem").evaluateAll((items) => items.filter((item) => !item.querySelector("ul")).map((item) => item.innerText.replaceAll("\n", " ")));
  await choose(page, "What to do with Ben", "Why is it a member?");
  await drawer.getByText("Is a member", { exact: true }).waitFor();
  await drawer.getByText("City is “Köln”").waitFor();
  assert.deepEqual(await told(), ["City is “Köln” true", "Company is “Acme” true", "Company is blank false"]);
  await look("96-why");
  await drawer.getByRole("button", { name: "Ask about another contact" }).click();
  await drawer.getByRole("searchbox", { name: "Which contact?" }).fill("eva@");
  await drawer.getByRole("button", { name: "Explain for Eva" }).click();
  await drawer.getByText("Is not a member").waitFor();
  await drawer.getByText("City is “Köln”").waitFor();
  assert.deepEqual(await told(), ["City is “Köln” false", "Company is “Acme” false", "Company is blank true"]);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
}

async function isKeptOutAndLetIn(page, look) {
  await choose(page, "What to do with Ann", "Exclude from the group");
  await members(page, 3);
  await page.getByText("1 contact is excluded by hand.").waitFor();
  await page.getByText("Excluded (1)").click();
  const excluded = page.getByRole("table", { name: "Excluded contacts" });
  await excluded.getByRole("row", { name: "Ann" }).waitFor();
  await look("97-excluded");
  await excluded.getByRole("button", { name: "Let in again: Ann" }).click();
  await page.getByRole("heading", { name: "Nobody is excluded" }).waitFor();
  await members(page, 4);
  await page.getByText("Members (4)").click();
  await page.getByRole("table", { name: "Members" }).getByRole("row", { name: "Ann" }).waitFor();
}

async function growthIsShown(page) {
  const growth = page.getByRole("region", { name: "Growth" });
  await growth.getByRole("img", { name: "Members day by day. In these 90 days 5 entered and 1 left." }).waitFor();
  await growth.getByText("30 days").click();
  await growth.getByRole("img", { name: "Members day by day. In these 30 days 5 entered and 1 left." }).waitFor();
  await growth.getByRole("button", { name: "Show as a table" }).click();
  const [day] = await cellsOf(page, "Days on which members entered or left");
  assert.deepEqual(day.slice(1), ["5", "1", "4"]);
}

/** Who comes to meet the condition is a member at once. */
async function membersFollow(page) {
  await tab(page, "Contacts").click();
  await page.getByRole("table", { name: "Contacts" }).getByRole("link", { name: "Eva" }).click();
  await page.getByRole("region", { name: "Contact groups" }).getByText("In no contact group.").waitFor();
  await page.getByRole("switch", { name: "Show blank fields" }).click();
  await page.getByRole("button", { name: "Edit City" }).click();
  await page.getByLabel("City", { exact: true }).fill("Köln");
  await page.getByLabel("City", { exact: true }).press("Enter");
  await page.getByRole("region", { name: "Contact groups" }).getByRole("link", { name: "Rhineland" }).click();
  await members(page, 5);
}

for (const base of BASES) {
  story("contact groups stand in one another, but never in themselves", base, async (stage) => {
    const { page, url } = stage;
    const look = base === "postgres" ? stage.look : async () => {};
    await bringIn(url, PEOPLE);
    const { id } = await post(url, "/api/v1/contact-groups", { name: "Rhineland", condition: inKoeln });
    const outer = await post(url, "/api/v1/contact-groups", { name: "Newsletter" });

    await page.goto(`/groups/${outer.id}`);
    await page.getByRole("link", { name: "Add a condition" }).click();
    await ask(page, "1", "Contact group", "is in any of");
    await pick(ruleOf(page, "1"), "Value", "Rhineland");
    await page.keyboard.press("Escape");
    await isMetBy(page, 3);
    await save(page).click();
    await page.getByText("Contacts for which Contact group is in any of “Rhineland”.").waitFor();
    await members(page, 3);

    await page.goto(`/groups/${id}`);
    await page.getByText("Used by", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Edit condition" }).click();
    await addRule(page);
    await ask(page, "2", "Contact group", "is in none of");
    await pick(ruleOf(page, "2"), "Value", "Newsletter");
    await page.keyboard.press("Escape");
    await save(page).click();
    await page.getByText("The contact group would depend on itself: Rhineland → Newsletter → Rhineland.").waitFor();
    await look("98-cycle");
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Leave" }).click();
    await members(page, 3);

    await choose(page, "More for this contact group", "Delete contact group");
    const dialog = page.getByRole("dialog", { name: "Delete “Rhineland”?" });
    await dialog.getByRole("button", { name: "Delete contact group" }).click();
    await dialog.getByText("The contact group is used by the contact group \"Newsletter\".").waitFor();
    await look("99-group-in-use");
    await dialog.getByRole("button", { name: "Cancel" }).click();

    await page.getByRole("link", { name: "Newsletter" }).click();
    await page.getByRole("heading", { level: 1, name: "Newsletter" }).waitFor();
    await choose(page, "More for this contact group", "Change, export or delete members");
    await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
    await page.getByText("Contact group is in any of “Newsletter”").waitFor();
    await page.getByRole("checkbox", { name: "Select all contacts on this page" }).first().waitFor();
    await page.goBack();
    await choose(page, "More for this contact group", "Delete contact group");
    await page.getByRole("dialog", { name: "Delete “Newsletter”?" }).getByRole("button", { name: "Delete contact group" }).click();
    await page.getByRole("heading", { level: 1, name: "Contact groups" }).waitFor();
    await page.getByRole("table", { name: "Contact groups" }).getByRole("link", { name: "Newsletter" }).waitFor({ state: "detached" });
    assert.deepEqual((await cellsOf(page, "Contact groups")).map(([name, count]) => [name.split("\n")[0], count]), [["Rhineland", "3"]]);
    await look("99a-groups");
  });

  story("an import tells which contact groups it changed", base, async (stage) => {
    const { page, url, ask: api } = stage;
    await bringIn(url, PEOPLE);
    const { id } = await post(url, "/api/v1/contact-groups", { name: "Rhineland", condition: inKoeln });
    await page.goto(`/groups/${id}`);
    await members(page, 3);
    await page.goto("/contacts/import");
    await selectFile(page, csvFile("moved.csv", toCsv([["Email", "City"], ["ann@example.com", "Berlin"], ["eva@example.com", "Köln"], ["finn@example.com", "Köln"]])));
    await startImport(page);
    await resultOf(page);
    const effects = page.getByRole("list", { name: "What it did to your contact groups" }).getByRole("listitem").filter({ hasText: "Rhineland" });
    await effects.waitFor();
    assert.equal(await effects.innerText(), "Rhineland: 2 entered, 1 left");
    if (base === "sqlite") await stage.look("99b-import-effects");
    await effects.getByRole("link", { name: "Rhineland" }).click();
    await members(page, 4);
    assert.equal((await api(`/api/v1/contact-groups/${id}`)).members, 4);
  });
}
