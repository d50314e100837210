// The same journeys in a browser that runs no script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, context, launch, watched } from "../lib/browser.mjs";
import { world } from "../lib/world.mjs";

const { base, plain } = world;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function on(path, then) {
  const phone = await context(browser, PHONE, { javaScriptEnabled: false });
  try {
    const { page, seen } = await watched(phone, base);
    await page.goto(base + path);
    await then(page, seen);
    assert.deepEqual(seen.requests.filter((url) => url.endsWith(".wasm")), []);
    assert.deepEqual(seen.problems, []);
  } finally {
    await phone.close();
  }
}

test("the search form finds an instrument by its serial number", () =>
  on("/", async (page) => {
    await page.locator("#q").fill(plain.serial_number);
    await page.locator("form[role=search] button").first().click();
    await page.waitForURL(`${base}/search?q=${plain.serial_number}`);
    await page.locator(`main a[href="/i/${plain.code}"]`).first().click();
    await page.waitForURL(`${base}/i/${plain.code}`);
  }));

test("filters and pages of the search are links", () =>
  on(`/search?q=${encodeURIComponent("市场")}`, async (page) => {
    const first = await page.locator("main .rows a").first().getAttribute("href");
    await page.locator("a[rel=next]").click();
    await page.waitForURL(/from=20/);
    assert.notEqual(await page.locator("main .rows a").first().getAttribute("href"), first);
    await page.locator(".facets details").first().locator("summary").click();
    await page.locator('.facets a[href*="verdict=expired"]').click();
    await page.waitForURL(/verdict=expired/);
    assert.ok(!page.url().includes("from="));
    assert.ok((await page.locator("main .rows li").count()) > 0);
  }));

test("the scan page says everything", () =>
  on(`/i/${plain.code}`, async (page) => {
    const text = await page.locator("main").innerText();
    assert.ok(text.includes("检定有效"));
    assert.ok(text.replaceAll(/\s/g, "").includes(plain.serial_number));
    assert.ok(text.includes(plain.place) && text.includes(plain.holder) && text.includes(plain.code));
    await page.locator("details.compare summary").click();
    assert.ok(await page.locator("details.compare p").first().isVisible());
    // The field needs a script; an empty promise is hidden.
    assert.equal(await page.locator("#plate").isVisible(), false);
  }));

test("the button of the scanner leads to how a phone reads a label by itself", () =>
  on("/", async (page) => {
    await page.locator('[data-part="scan"]').click();
    await page.waitForURL(`${base}/about#scan`);
    assert.ok(await page.locator("#scan").isVisible());
  }));

test("the switches of language and size lead to the same page", () =>
  on(`/i/${plain.code}?on=2026-01-01`, async (page) => {
    await page.locator('header a[hreflang="en"]').click();
    await page.waitForURL(`${base}/en/i/${plain.code}?on=2026-01-01`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.locator('header a[href*="size=large"]').click();
    await page.waitForURL(/size=large/);
    assert.ok(await page.locator("html.large").count());
    const large = await page.locator("html").evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
    await page.locator('header a[hreflang="zh-CN"]').click();
    await page.waitForURL(`${base}/i/${plain.code}?on=2026-01-01&size=large`);
    await page.locator("header nav a").filter({ hasText: "常规字" }).first().click();
    await page.waitForURL(`${base}/i/${plain.code}?on=2026-01-01`);
    assert.ok(large > (await page.locator("html").evaluate((e) => parseFloat(getComputedStyle(e).fontSize))));
  }));

test("the form asks for another day", () =>
  on(`/i/${plain.code}`, async (page) => {
    await page.locator("#on").fill("2026-01-01");
    await page.locator(".asof-form button").click();
    await page.waitForURL(`${base}/i/${plain.code}?on=2026-01-01`);
    assert.ok((await page.locator("main").innerText()).includes("2026年1月1日"));
  }));

test("notices are paged by links, and each leads to its instruments", () =>
  on("/notices", async (page) => {
    const first = await page.locator("main .rows a").first().getAttribute("href");
    await page.locator("a[rel=next]").click();
    await page.waitForURL(/before=/);
    assert.notEqual(await page.locator("main .rows a").first().getAttribute("href"), first);
    await page.locator("main .rows a").first().click();
    await page.waitForURL(/\/notices\/.+/);
    await page.locator("table a").first().click();
    await page.waitForURL(/\/i\/[0-9A-Z-]{13}$/);
  }));

test("a code with a slip can be typed again", () =>
  on(`/i/${world.slip}`, async (page) => {
    assert.ok((await page.locator("main").innerText()).includes(plain.code.slice(-1)));
    // The right code differs in one symbol and is offered.
    assert.ok((await page.locator(`main a[href="/i/${plain.code}"]`).count()) > 0);
    await page.locator("#q2").fill(plain.code);
    await page.locator("#q2").press("Enter");
    await page.waitForURL(/\/(search\?q=|i\/)/);
    if (!page.url().includes("/i/")) await page.locator(`main a[href="/i/${plain.code}"]`).first().click();
    await page.waitForURL(`${base}/i/${plain.code}`);
  }));

test("the skip link leads to the content", () =>
  on("/", async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${base}/#main`);
  }));
