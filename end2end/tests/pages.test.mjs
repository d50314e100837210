// Every page in both languages, on a phone and on a desktop: accessible, quiet, within its width, and
// with links that lead somewhere.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, PHONE, awake, context, isScanner, isWasm, launch, watched } from "../lib/browser.mjs";
import { inLanguage } from "../lib/catalogue.mjs";
import { world } from "../lib/world.mjs";

const { base } = world;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Announced on pages and labels and not open yet.
const COMING = ["/report", "/fair-scales", "/track", "/statistics"];
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** What is wrong with a page, as sentences. */
async function look(size, path, expected, options = {}) {
  const phone = await context(browser, size, options);
  const { page, seen } = await watched(phone, base);
  try {
    const response = await page.goto(base + path, { waitUntil: "load" });
    const wrong = [];
    const status = expected.status ?? 200;
    if (response.status() !== status) wrong.push(`status ${response.status()}, not ${status}`);
    if (expected.island) {
      const asleep = await awake(page);
      if (asleep) wrong.push(asleep);
    }
    const found = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      headings: document.querySelectorAll("h1").length,
      title: document.title,
      width: document.documentElement.scrollWidth,
      breaches: window.__breaches,
      inline: document.querySelectorAll("[style], style, script:not([src])").length,
      links: [...document.querySelectorAll("a[href]")].map((a) => a.href),
    }));
    const lang = path === "/en" || path.startsWith("/en/") || path.startsWith("/en?") ? "en" : "zh-CN";
    if (found.lang !== lang) wrong.push(`lang is ${found.lang}`);
    if (found.headings !== 1) wrong.push(`${found.headings} h1`);
    if (!found.title.trim()) wrong.push("no title");
    if (found.width > size.width) wrong.push(`${found.width} pixels wide`);
    if (found.inline) wrong.push(`${found.inline} inline styles or scripts`);
    wrong.push(...found.breaches.map((b) => `policy: ${b}`));
    const wasm = seen.requests.filter(isWasm);
    if (!expected.island && wasm.length) wrong.push(`loads ${wasm}`);
    if (expected.island && wasm.length !== 1) wrong.push(`loads ${wasm.length} wasm`);
    if (seen.requests.some(isScanner)) wrong.push("loads the scanner before it is asked for");
    const judge = new AxeBuilder({ page }).withTags(RULES).setLegacyMode(true);
    // The system chooses these colours, and axe reads those that the page would have had.
    if (options.forcedColors) judge.disableRules("color-contrast");
    const axe = await judge.analyze();
    for (const violation of axe.violations) {
      const nodes = violation.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`);
      wrong.push(`axe ${violation.id}: ${nodes.join(" | ")}`);
    }
    return { wrong: [...wrong, ...seen.problems], links: found.links };
  } finally {
    await phone.close();
  }
}

const links = new Map();
const note = (path, found) => {
  for (const link of found) {
    const url = new URL(link);
    url.hash = "";
    if (url.origin === base && !links.has(url.href)) links.set(url.href, path);
  }
};

describe("every page is accessible, quiet and within its width", () => {
  for (const expected of world.pages) {
    test(expected.name, async () => {
      const wrong = [];
      for (const lang of ["zh", "en"]) {
        for (const size of [PHONE, DESKTOP]) {
          const path = inLanguage(lang, expected.path);
          const found = await look(size, path, expected);
          note(path, found.links);
          wrong.push(...found.wrong.map((w) => `${path} at ${size.width}: ${w}`));
        }
      }
      assert.deepEqual(wrong, []);
    });
  }
});

describe("every page is so in every appearance", () => {
  const appearances = {
    "large type": [{}, "size=large"],
    dark: [{ colorScheme: "dark" }],
    "forced colours": [{ forcedColors: "active" }],
    "more contrast": [{ contrast: "more" }],
    "reduced motion": [{ reducedMotion: "reduce" }],
  };
  for (const expected of world.pages.filter((page) => page.variants)) {
    for (const [name, [options, query]] of Object.entries(appearances)) {
      test(`${expected.name}, ${name}`, async () => {
        const wrong = [];
        for (const lang of ["zh", "en"]) {
          const path = inLanguage(lang, query ? `${expected.path}?${query}` : expected.path);
          const found = await look(PHONE, path, expected, options);
          note(path, found.links);
          wrong.push(...found.wrong.map((w) => `${path}: ${w}`));
        }
        assert.deepEqual(wrong, []);
      });
    }
  }
});

test("every link within the portal leads somewhere", async () => {
  assert.ok(links.size > 50, `only ${links.size} links were found`);
  const wrong = [];
  const left = [...links];
  const walk = async () => {
    for (let next; (next = left.pop()); ) {
      const [href, from] = next;
      const { status } = await fetch(href, { redirect: "follow" });
      const path = new URL(href).pathname.replace(/^\/en(?=\/)/, "");
      const fine = status < 400 || (status === 503 && COMING.includes(path)) || selfLink(href);
      if (!fine) wrong.push(`${from} links to ${href}: ${status}`);
    }
  };
  // A page of an error links to itself in the other language and size.
  const own = new Set(
    world.pages.filter((p) => p.status).flatMap((p) => ["zh", "en"].map((lang) => new URL(inLanguage(lang, p.path), base).pathname)),
  );
  const selfLink = (href) => own.has(new URL(href).pathname);
  await Promise.all([walk(), walk(), walk(), walk()]);
  assert.deepEqual(wrong, []);
});
