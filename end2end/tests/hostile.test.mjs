// Markup in parameters, paths and imported data stays text.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, awake, context, launch, watched } from "../lib/browser.mjs";
import { world } from "../lib/world.mjs";

const { base, awkward, plain } = world;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const PAYLOADS = [
  `<script>window.__xss=1</script><x-probe>`,
  `"><img src=x onerror="window.__xss=1"><x-probe>`,
  `' onmouseover='window.__xss=1' autofocus onfocus='window.__xss=1' x='`,
  `</title></textarea></style><svg onload="window.__xss=1"><x-probe>`,
  `javascript:window.__xss=1//`,
  `{{constructor.constructor('window.__xss=1')()}}`,
  `<x-probe\u0000 \u202e%3Cx-probe%3E&lt;x-probe&gt;`,
];

/** What has run or become markup in the page. */
const harm = (page) =>
  page.evaluate(() => {
    const found = [];
    if (window.__xss !== undefined) found.push("a script ran");
    for (const element of document.querySelectorAll("*")) {
      if (["x-probe", "iframe", "object", "embed", "base"].includes(element.localName)) found.push(`<${element.localName}>`);
      if (element.localName === "script" && !element.getAttribute("src")?.startsWith("/")) found.push("a script");
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on") && name !== "on") found.push(`${element.localName} ${name}=${value}`);
        if (["href", "src", "action", "formaction"].includes(name) && /^\s*(javascript|data|vbscript):/i.test(value)) found.push(`${name}=${value}`);
      }
    }
    return [...found, ...window.__breaches];
  });

async function on(path, then = () => {}) {
  const desktop = await context(browser, DESKTOP);
  try {
    const { page, seen } = await watched(desktop, base);
    const response = await page.goto(base + path);
    assert.ok(response.status() < 500, `${path}: ${response.status()}`);
    if (await page.locator("leptos-island").count()) await awake(page);
    await then(page);
    assert.deepEqual(await harm(page), [], path);
    assert.deepEqual(seen.problems, [], path);
  } finally {
    await desktop.close();
  }
}

describe("hostile parameters stay text", () => {
  const addresses = {
    "the query": (p) => `/search?q=${p}`,
    "the filters": (p) => `/search?q=1&verdict=${p}&kind=${p}&region=${p}&from=${p}`,
    "the size": (p) => `/?size=${p}&${p}=${p}`,
    "the code": (p) => `/i/${p}`,
    "the day": (p) => `/i/${plain.code}?on=${p}`,
    "another parameter": (p) => `/en/i/${plain.code}?${p}`,
    "the filters of notices": (p) => `/notices?region=${p}&year=${p}&before=${p}`,
    "the number of a notice": (p) => `/en/notices/${p}?after=${p}`,
    "the page that is not there": (p) => `/${p}`,
  };
  for (const [name, address] of Object.entries(addresses)) {
    test(`in ${name}`, async () => {
      for (const payload of PAYLOADS) {
        await on(address(encodeURIComponent(payload)));
      }
    });
  }
});

test("the query is shown as it was typed", () =>
  on(`/search?q=${encodeURIComponent(PAYLOADS[1])}`, async (page) => {
    assert.equal(await page.locator("#q").inputValue(), PAYLOADS[1]);
  }));

describe("markup in the register stays text", () => {
  test("in names and places, on the page", () =>
    on(`/i/${awkward.html_in_names}`, async (page) => {
      const text = await page.locator("main").innerText();
      assert.ok(text.includes("<script>alert(1)</script>") && text.includes("<i>3</i>号摊 & \"角落\""));
    }));
  test("in names and places, in English", () => on(`/en/i/${awkward.html_in_names}?on=2026-01-01`));
  test("in the serial number, compared on the page", () =>
    on(`/i/${awkward.serial_with_markup}`, async (page) => {
      assert.ok((await page.locator(".facts").first().innerText()).includes("A1<u>77</u>&'\""));
      await page.locator("details.compare summary").click();
      await page.locator("#plate").fill("A1<u>77</u>&'\"");
      await page.locator("#plate").press("Enter");
      assert.ok(await page.locator('[data-say="same"]').isVisible());
      await page.locator("#plate").fill(PAYLOADS[1]);
      await page.locator("#plate").press("Enter");
    }));
  test("in search results", () =>
    on(`/search?q=${encodeURIComponent("<b>王记</b>豆腐")}`, async (page) => {
      assert.ok((await page.locator("main").innerText()).includes("<b>王记</b>豆腐<script>"));
    }));
  test("in suggestions", () =>
    on("/", async (page) => {
      await page.getByRole("combobox").pressSequentially("A1<u>77</u>");
      await page.getByRole("option").first().waitFor();
      assert.ok((await page.locator("#q-list").innerText()).includes("<u>77</u>"));
    }));
  test("in a hostile text typed into the box", () =>
    on("/", async (page) => {
      for (const payload of PAYLOADS) {
        await page.getByRole("combobox").fill(payload.replaceAll("\u0000", ""));
        await page.waitForTimeout(400);
      }
    }));
});
