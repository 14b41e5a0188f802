/** A story: the program on an empty base of its own, a browser with a fresh profile in front of it, all gone afterwards.
 *
 *  `stage.look("name")` is what every step calls when it stands: at a wide and a narrow window it takes a picture into
 *  e2e/out, and demands that nothing is cut off sideways and that axe-core has no serious finding. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { newBase } from "./bases.mjs";
import { ask, startMuster } from "./muster.mjs";

const OUT = fileURLToPath(new URL("../out/", import.meta.url));
const WIDTHS = [1440, 390];
const HEIGHT = 900;
const GRAVE = new Set(["serious", "critical"]);
const ARGS = [
  "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-quic",
];

let browser;
after(() => browser?.close());

/** Declares a test that plays on a base of the given kind. */
export function story(name, kind, play) {
  test(`${name} (${kind})`, { timeout: 150_000 }, async () => {
    const stage = await setUp(kind);
    try {
      await play(stage);
      assert.deepEqual(stage.complaints, [], "the page complained");
    } catch (error) {
      await stage.keepEvidence(name).catch(() => {});
      throw error;
    } finally {
      await stage.takeDown();
    }
  });
}

async function setUp(kind) {
  await mkdir(OUT, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "muster-e2e-"));
  const base = await newBase(kind, folder).catch(async (error) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  let muster = await startMuster({ folder, database: base.address });
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
  const context = await browser.newContext({ baseURL: muster.url, viewport: { width: WIDTHS[0], height: HEIGHT } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const { url } = muster;
  return {
    base, folder, url, page,
    complaints: complaintsOf(page),
    ask: (path) => ask(url, path),
    kill: () => muster.kill(),
    startAgain: async () => { muster = await startMuster({ folder, database: base.address, port: muster.port }); },
    look: (name) => look(page, name),
    keepEvidence: async (story) => {
      console.error(muster.log.join("\n"));
      await page.screenshot({ path: join(OUT, `failed-${story.replaceAll(/\W+/g, "-")}.png`), fullPage: true });
    },
    takeDown: async () => {
      await context.close();
      await muster.stop();
      await base.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the page should never do: throw, be refused by its own content policy, or make the server fail. */
function complaintsOf(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const expected = message.text().startsWith("Failed to load resource"); // an answer in the 400s is part of a story
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

async function look(page, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await comeToRest(page);
    await page.screenshot({ path: join(OUT, `${name}-${width}.png`), fullPage: true });
    assert.deepEqual(await cutOff(page), [], `${name} at ${width} px is wider than the window`);
    assert.deepEqual(await graveFindings(page), [], `${name} at ${width} px is not accessible`);
  }
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await comeToRest(page);
}

/** Waits for what moves to have moved, but for what moves for ever. */
async function comeToRest(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    await frame();
    await frame();
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map((one) => one.finished));
    await frame();
  });
}

/** What makes the page scroll sideways. */
function cutOff(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 0.5);
    return wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
  });
}

async function graveFindings(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter(({ impact }) => GRAVE.has(impact));
  return grave.flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`));
}
