import { afterEach, expect, test } from "vitest";
import type { Choices } from "./choices";
import { draftNow, dropDraft, isDraftOf, isFileOf, keepChoices, keepDraft, loadDraft, revived, type Draft } from "./draft";
import type { Inspection } from "../../api/types";

const file = new File(["Mail"], "people.csv");
const selected = { id: "1", file, inspection: {} as Inspection };
const choices = { blank: "clear" } as Choices;

afterEach(dropDraft);

test("where a browser keeps nothing there is no draft at first, and one from then on", async () => {
  expect(draftNow()).toBeUndefined();
  expect(await loadDraft()).toBeNull();
  keepDraft("?group=3", selected, null);
  keepChoices(choices);
  expect(await loadDraft()).toMatchObject({ address: "?group=3", file, choices });
  expect(isDraftOf("?group=3")).toBe(true);
  expect(isDraftOf("")).toBe(false);
});

test("choices without a file are no draft", () => {
  dropDraft();
  keepChoices(choices);
  expect(draftNow()).toBeNull();
});

test("a draft comes back with its file, without one that could not be kept, and not after a week", () => {
  const draft: Draft = {
    id: "1",
    inspection: {} as Inspection,
    address: "",
    file: null,
    fileName: "people.csv",
    fileSize: 4,
    choices: null,
  };
  const day = 24 * 60 * 60 * 1000;
  expect(revived({ draft, at: 0 }, file, 6 * day)?.file).toBe(file);
  expect(revived({ draft, at: 0 }, undefined, 6 * day)?.file).toBeNull();
  expect(revived({ draft, at: 0 }, file, 8 * day)).toBeNull();
  expect(revived(undefined, file, 0)).toBeNull();
  expect(isFileOf(draft, file)).toBe(true);
  expect(isFileOf(draft, new File(["Mails"], "people.csv"))).toBe(false);
});
