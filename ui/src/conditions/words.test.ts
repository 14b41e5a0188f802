import { describe, expect, test } from "vitest";
import type { Names } from "./names";
import { catalogue } from "./testCatalogue";
import { conditionInWords, ruleInWords } from "./words";

const names: Names = {
  group: (id) => (id === 3 ? "Leads" : null),
  account: (id) => (id === 4 ? "Acme" : null),
  role: () => "Buyer",
  import: () => "people.csv",
  score: (id) => (id === 5 ? "Interest" : null),
  persona: (id) => (id === 6 ? "Buyer" : null),
  activityType: () => "Page visit",
};
const inBrno = { field: "city", operator: "is", value: "Brno" };
const many = { field: "employees", operator: "more_than", value: 1200 };

describe("a rule in words", () => {
  const visit = { type: "page_visit", times: { operator: "at_least", count: 3 }, when: null };
  test.each([
    [inBrno, "City is “Brno”"],
    [{ field: "city", operator: "is_blank", value: null }, "City is blank"],
    [{ field: "city", operator: "is_one_of", value: ["Brno", "Praha"] }, "City is one of “Brno”, “Praha”"],
    [
      { field: "city", operator: "is_one_of", value: ["a", "b", "c", "d", "e", "f", "g"] },
      "City is one of “a”, “b”, “c”, “d”, “e”, and 2 more",
    ],
    [many, "Employees is more than 1,200"],
    [{ field: "employees", operator: "between", value: [5, 10] }, "Employees is between 5 and 10"],
    [{ field: "birthday", operator: "is_on", value: "1990-05-04" }, "Birthday is on May 4, 1990"],
    [{ field: "birthday", operator: "anniversary_in", value: 14 }, "Birthday has its anniversary within 14 days"],
    [{ field: "created_at", operator: "in_last", value: { amount: 1, unit: "weeks" } }, "Created is in the last 1 week"],
    [{ field: "groups", operator: "member", value: [3, 9] }, "Contact group is any of “Leads”, no. 9"],
    [{ field: "account", operator: "in_any", value: [4, 9] }, "Account is in any of “Acme”, no. 9"],
    [{ field: "account_role", operator: "has_any", value: [1] }, "Role in an account is any of “Buyer”"],
    [{ field: "import", operator: "from", value: 7 }, "Import is “people.csv”"],
    [{ field: "score", operator: "at_least", value: { score: 5, points: 1500 } }, "Score “Interest” is at least 1,500"],
    [{ field: "score", operator: "between", value: { score: 8, points: [-5, 10] } }, "Score no. 8 is between -5 and 10"],
    [{ field: "score", operator: "crossed", value: { score: 5, when: null } }, "Score “Interest” crossed its limit"],
    [
      { field: "score", operator: "crossed", value: { score: 5, when: { operator: "in_last", value: { amount: 7, unit: "days" } } } },
      "Score “Interest” crossed its limit in the last 7 days",
    ],
    [{ field: "persona", operator: "in_any", value: [6, 9] }, "Persona is any of “Buyer”, no. 9"],
    [{ field: "sample", operator: "of", value: 12.5 }, "Random sample of 12.5 %"],
    [{ field: "activity", operator: "done", value: visit }, "there is “Page visit” at least 3 times"],
    [
      {
        field: "activity",
        operator: "done",
        value: { ...visit, times: { operator: "exactly", count: 0 }, when: { operator: "in_last", value: { amount: 30, unit: "days" } } },
      },
      "there is never “Page visit” in the last 30 days",
    ],
    [
      {
        field: "activity",
        operator: "done",
        value: { ...visit, type: "any", times: { operator: "exactly", count: 1 }, url: { operator: "contains", value: "/pricing" } },
      },
      "there is any activity exactly once where the URL contains “/pricing”",
    ],
    [{ field: "city", operator: "is", value: "" }, "City is …"],
    [{ field: "", operator: "", value: null }, "…"],
    [{ field: "shoe_size", operator: "is", value: 5 }, "shoe_size is"],
  ])("%j", (rule, words) => {
    expect(ruleInWords(rule, catalogue, names)).toBe(words);
  });
});

describe("a condition in words", () => {
  test.each([
    [{ combinator: "and", rules: [inBrno, many] }, "Contacts for which City is “Brno” and Employees is more than 1,200."],
    [{ combinator: "or", not: true, rules: [inBrno, many] }, "Contacts for which not (City is “Brno” or Employees is more than 1,200)."],
    [
      { combinator: "and", rules: [inBrno, { combinator: "or", rules: [inBrno, many] }] },
      "Contacts for which City is “Brno” and (City is “Brno” or Employees is more than 1,200).",
    ],
    [
      { combinator: "and", rules: [inBrno, { combinator: "or", not: true, rules: [inBrno, many] }] },
      "Contacts for which City is “Brno” and not (City is “Brno” or Employees is more than 1,200).",
    ],
    [
      { combinator: "or", rules: [inBrno, { combinator: "and", rules: [many] }] },
      "Contacts for which City is “Brno” or Employees is more than 1,200.",
    ],
    [{ combinator: "and", rules: [inBrno, { combinator: "or", rules: [] }] }, "Contacts for which City is “Brno” and nothing."],
    [{ combinator: "and", rules: [] }, "Every contact."],
    [{ combinator: "and", not: true, rules: [] }, "No contact."],
    [{ combinator: "or", rules: [] }, "No contact."],
  ] as const)("%j", (condition, words) => {
    expect(
      conditionInWords({ ...condition, rules: [...condition.rules] } as Parameters<typeof conditionInWords>[0], catalogue, names),
    ).toBe(words);
  });
});
