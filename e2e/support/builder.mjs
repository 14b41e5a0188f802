/** What a person does in the condition builder. */
import { pick } from "./page.mjs";

/** The rule with this number ("2.1" is the first of the second group of rules). */
export const ruleOf = (page, number) => page.getByRole("group", { name: `Rule ${number}`, exact: true });

/** The card of a rule that gives points. */
export const card = (page, number) => page.getByRole("group", { name: new RegExp(`^Rule ${number}: `) });

/** Says what a rule is about, and how it is compared. */
export async function ask(page, number, subject, comparison) {
  const rule = ruleOf(page, number);
  await pick(rule, "What it is about", subject);
  if (comparison) await pick(rule, "Comparison", comparison);
  return rule;
}

/** A rule that compares with something typed. */
export async function askFor(page, number, subject, comparison, value) {
  const rule = await ask(page, number, subject, comparison);
  await rule.getByLabel("Value", { exact: true }).fill(value);
  return rule;
}

export const addRule = (page) => page.getByRole("button", { name: "Add rule" }).last().click();
