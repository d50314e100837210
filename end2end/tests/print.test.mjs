// The pages on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, context, launch } from "../lib/browser.mjs";
import { world } from "../lib/world.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const addresses = { "the scan page": `/i/${world.plain.code}`, "a notice": world.notice };
for (const [name, path] of Object.entries(addresses)) {
  test(`${name} prints without what can only be pressed`, async () => {
    const paper = await context(browser, DESKTOP);
    try {
      const page = await paper.newPage();
      await page.goto(world.base + path);
      await page.emulateMedia({ media: "print" });
      for (const selector of [".acts", ".mast nav", ".compare", ".asof-form", ".skip", ".foot nav ul", ".noprint"]) {
        for (const part of await page.locator(selector).all()) assert.equal(await part.isVisible(), false, selector);
      }
      assert.ok(await page.locator("h1").isVisible());
      const pdf = await page.pdf({ format: "A4" });
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      assert.ok(pdf.length > 10_000, `${pdf.length} bytes`);
      // Folded parts are read on paper too.
      for (const part of await page.locator("main details:not(.compare) > :not(summary)").all()) {
        assert.ok((await part.evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true }))), await part.innerHTML());
      }
    } finally {
      await paper.close();
    }
  });
}
