// What people do with the portal when scripts run: search with suggestions, compare the number on a plate.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { DESKTOP, PHONE, awake, context, launch, watched } from "../lib/browser.mjs";
import { world } from "../lib/world.mjs";

const { base, plain } = world;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Opens a page with its islands awake, hands it over, and asserts that nothing went wrong meanwhile. */
async function on(path, then, size = PHONE, options = {}) {
  const phone = await context(browser, size, options);
  try {
    const { page, seen } = await watched(phone, base);
    await page.goto(base + path);
    assert.equal(await awake(page), null);
    await then(page, seen);
    assert.deepEqual(seen.problems, []);
  } finally {
    await phone.close();
  }
}

describe("the search box suggests while one types", () => {
  const field = (page) => page.getByRole("combobox");
  const options = (page) => page.getByRole("option");

  for (const [lang, prefix] of [["Chinese", ""], ["English", "/en"]]) {
    test(`arrow and Enter lead to the instrument, in ${lang}`, () =>
      on(prefix || "/", async (page) => {
        await field(page).pressSequentially(plain.serial_number);
        await options(page).first().waitFor();
        assert.equal(await field(page).getAttribute("aria-expanded"), "true");
        assert.match(await page.locator("[data-part=status]").textContent(), /\d/);
        await field(page).press("ArrowDown");
        const chosen = page.locator("[role=option][aria-selected=true]");
        assert.equal(await chosen.count(), 1);
        assert.equal(await field(page).getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
        const axe = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        assert.deepEqual(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target)}`), []);
        await field(page).press("Enter");
        await page.waitForURL(`${base}${prefix}/i/${plain.code}`);
      }));
  }

  test("a tap on a suggestion leads there and keeps large type", () =>
    on("/search?size=large", async (page) => {
      await field(page).pressSequentially(plain.code.toLowerCase());
      await options(page).first().tap();
      await page.waitForURL(`${base}/i/${plain.code}?size=large`);
      assert.ok(await page.locator("html.large").count());
    }));

  test("Enter without a choice sends the form, Escape closes the list", () =>
    on("/", async (page) => {
      await field(page).pressSequentially("市场");
      await options(page).first().waitFor();
      await field(page).press("Escape");
      assert.equal(await field(page).getAttribute("aria-expanded"), "false");
      assert.equal(await page.locator("#q-list").isVisible(), false);
      assert.equal(await field(page).inputValue(), "市场");
      await field(page).press("Enter");
      await page.waitForURL(`${base}/search?q=${encodeURIComponent("市场")}`);
    }, DESKTOP));

  test("a suggestion of a place searches for it", () =>
    on("/", async (page) => {
      await field(page).pressSequentially("市场");
      await options(page).first().waitFor();
      await field(page).press("ArrowUp");
      await field(page).press("Enter");
      await page.waitForURL(/\/(search\?(q|kind)=|i\/)/);
      assert.ok((await page.locator("main li").count()) > 0);
    }, DESKTOP));

  test("without a network the form still works", () =>
    on("/", async (page) => {
      await page.route("**/api/**", (route) => route.abort("aborted"));
      await field(page).pressSequentially("市场");
      await page.waitForTimeout(600);
      assert.equal(await options(page).count(), 0);
      await field(page).press("Enter");
      await page.waitForURL(/\/search\?q=/);
    }));
});

describe("the scan page compares the number on the plate", () => {
  const serial = plain.serial_number;
  const at = (prefix, then) =>
    on(`${prefix}/i/${plain.code}`, async (page) => {
      await page.locator("details.compare summary").click();
      const plate = page.locator("#plate");
      const says = async () =>
        page.locator("details.compare [data-say]").evaluateAll((all) => all.filter((e) => !e.hidden).map((e) => e.dataset.say));
      const tell = async (number) => {
        await plate.fill(number);
        await plate.press("Enter");
        return says();
      };
      await then({ page, plate, says, tell });
    });
  const other = (digit) => String((Number(digit) + 5) % 10);

  test("it says nothing wrong of half a number, and the same of the whole", () =>
    at("", async ({ plate, says }) => {
      await plate.pressSequentially(serial.slice(0, -2));
      assert.deepEqual(await says(), []);
      await plate.pressSequentially(serial.slice(-2));
      assert.deepEqual(await says(), ["same"]);
    }));

  test("it forgives spaces, hyphens and full-width digits", () =>
    at("", async ({ tell }) => {
      const wide = [...serial].map((d) => String.fromCodePoint(d.codePointAt(0) + 0xfee0)).join("");
      assert.deepEqual(await tell(` ${serial.slice(0, 4)}-${serial.slice(4)} `), ["same"]);
      assert.deepEqual(await tell(wide), ["same"]);
    }));

  test("it tells one wrong digit from another number", () =>
    at("", async ({ tell }) => {
      assert.deepEqual(await tell(serial.slice(0, -1) + other(serial.at(-1))), ["close"]);
      assert.deepEqual(await tell(serial.slice(-4)), ["part"]);
      assert.deepEqual(await tell("XK-0001 & 7"), ["different"]);
    }));

  for (const prefix of ["", "/en"]) {
    test(`another number leads on to a report with both filled in (${prefix || "/"})`, () =>
      at(prefix, async ({ page, tell }) => {
        assert.deepEqual(await tell("XK-0001 & 7"), ["different"]);
        const href = await page.locator('details.compare [data-part="report"]').getAttribute("href");
        const url = new URL(href, base);
        assert.equal(url.pathname, `${prefix}/report`);
        assert.equal(url.searchParams.get("instrument"), plain.code);
        assert.equal(url.searchParams.get("serial"), "XK-0001 & 7");
      }));
  }
});

describe("the portal remembers what one has chosen", () => {
  test("language and large type stay from page to page", () =>
    on("/en?size=large", async (page) => {
      await page.getByRole("combobox").fill(plain.serial_number);
      await page.getByRole("combobox").press("Enter");
      await page.waitForURL(/\/en\/search\?.*size=large/);
      await page.locator(`a[href*="/i/${plain.code}"]`).first().click();
      await page.waitForURL(`${base}/en/i/${plain.code}?size=large`);
    }));
});
