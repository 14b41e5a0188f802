import { expect, test, vi } from "vitest";
import { judged, notUtf8, startOfCharacter } from "./evidence";

const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
/** Each character is a byte, as in windows-1252. */
const single = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const textOf = (found: Uint8Array) => String.fromCharCode(...found);

/** A file in chunks whose size is no multiple of anything. */
function streamOf(...parts: Uint8Array[]): ReadableStream<Uint8Array> {
  const all = parts.flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / CHUNK) }, (_, chunk) => part.slice(chunk * CHUNK, (chunk + 1) * CHUNK)),
  );
  return new ReadableStream({
    pull: (to) => {
      const next = all.shift();
      if (next) to.enqueue(next);
      else to.close();
    },
  });
}
const CHUNK = 40_961;
const watch = () => ({ signal: new AbortController().signal, onProgress: vi.fn() });

test("a file that is UTF-8 throughout gives no evidence, wherever its characters are cut", async () => {
  const file = streamOf(bytes("Zoë;Żółć;佐藤;😀\n".repeat(30_000)));
  expect((await notUtf8(file, watch())).found).toHaveLength(0);
});

test("the lines that are not UTF-8 are found far below, and only they", async () => {
  const file = streamOf(bytes("Zoë\n".repeat(100_000)), single("M\u00fcller;K\u00f6ln\n"), bytes("Zoë\n".repeat(1_000)));
  expect(textOf((await notUtf8(file, watch())).found)).toBe("M\u00fcller;K\u00f6ln\n");
});

test("the evidence is bounded, and reading ends with it", async () => {
  const file = streamOf(single("M\u00fcller\n".repeat(1_000_000)));
  const one = watch();
  expect((await notUtf8(file, one)).found).toHaveLength(64 * 1024);
  expect(one.onProgress.mock.calls.length).toBeLessThan(10);
});

test("a line without an end gives only the piece that is at fault", () => {
  const line = new Uint8Array([...bytes("a".repeat(9_000)), 0xfc, ...bytes("b".repeat(9_000))]);
  const [piece, ...others] = judged(line).broken;
  expect(others).toHaveLength(0);
  expect(piece?.length).toBeLessThan(5_000);
  expect(piece?.includes(0xfc)).toBe(true);
});

test("a character that the cut divided is no evidence", async () => {
  const text = bytes("ë is one character of two bytes\n");
  expect(startOfCharacter(text.slice(1))).toBe(1);
  expect((await notUtf8(streamOf(text.slice(1)), watch())).found).toHaveLength(0);
});

test("looking can be given up", async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(notUtf8(streamOf(bytes("a")), { signal: abort.signal, onProgress: () => {} })).rejects.toThrow(/abort/i);
});

test("what is UTF-8 is counted beside what is not, so that one broken line does not speak for the file", async () => {
  const file = streamOf(bytes("Müller;Köln\n"), single("J\u00fcrgen\n"), bytes("Иван\n"));
  const { found, valid } = await notUtf8(file, watch());
  expect(textOf(found)).toBe("J\u00fcrgen\n");
  expect(valid).toBe(6);
});
