import { expect, test } from "vitest";
import type { EarnedRule } from "../../api/types";
import { byWeight, endingOf, withSign } from "./points";

const rule = (name: string, earned: number): EarnedRule => ({
  name,
  earned,
  kind: "activity",
  points: 10,
  times: 1,
  about: { type: "visit", when: null },
});

test("points lapse at their moment, not after it, and some never do", () => {
  const until = "2026-11-24T10:00:00Z";
  expect(endingOf({ until: null }, 0)).toBe("stays");
  expect(endingOf({ until }, Date.parse(until) - 1)).toBe("lapses");
  expect(endingOf({ until }, Date.parse(until))).toBe("lapsed");
});

test("rules that give something come first and keep their numbers", () => {
  const told = byWeight([rule("a", 0), rule("b", 5), rule("c", 0), rule("d", -5)]);
  expect(told.map((one) => `${one.number} ${one.rule.name}`)).toEqual(["2 b", "4 d", "1 a", "3 c"]);
});

test("points that are taken away have a real minus", () => {
  expect([withSign(10, "10"), withSign(-5, "-5"), withSign(0, "0")]).toEqual(["+10", "−5", "0"]);
});
