import { describe, expect, test } from "vitest";
import { formatAbout, asSentence, formatDuration, formatNumber, formatShare, formatSize, formatTimeLeft } from "./format";

test("words that stand alone are a sentence", () => {
  expect(asSentence("its values are e-mail addresses")).toBe("Its values are e-mail addresses.");
  expect(asSentence("Choose the file again.")).toBe("Choose the file again.");
});

test("numbers are grouped", () => {
  expect(formatNumber(1234567)).toBe("1,234,567");
});

test.each([
  [0, 0, "0 %"],
  [0, 5, "0 %"],
  [1, 8, "12.5 %"],
  [1, 1_000_000, "< 0.1 %"],
  [999_999, 1_000_000, "> 99.9 %"],
  [7, 7, "100 %"],
])("%d of %d are %s", (part, whole, words) => {
  expect(formatShare(part, whole)).toBe(words);
});

test.each([
  [0, "0 byte"],
  [999, "999 byte"],
  [1000, "1 kB"],
  [231456, "231 kB"],
  [1_500_000, "1.5 MB"],
  [98_000_000, "98 MB"],
  [2_300_000_000, "2.3 GB"],
])("%d bytes are %s", (bytes, words) => {
  expect(formatSize(bytes).replace(/bytes/, "byte")).toBe(words);
});

describe("a duration", () => {
  test.each([
    [0, "0 s"],
    [0.42, "0.4 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [200, "3 min 20 s"],
    [3599.7, "1 h"],
    [7500, "2 h 5 min"],
  ])("of %d seconds is %s", (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  test("that is left is at least a second, rounded up", () => {
    expect(formatTimeLeft(0.2)).toBe("1 s");
    expect(formatTimeLeft(8.1)).toBe("9 s");
  });
});

test("an estimate is no more exact than two digits", () => {
  expect([0, 7, 42, 297, 12_345, 1_000_000].map(formatAbout)).toEqual(["0", "7", "42", "300", "12,000", "1,000,000"]);
});
