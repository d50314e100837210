// The scanner on the home page reads photos of real labels, and the camera.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { PHONE, awake, context, isScanner, launch } from "../lib/browser.mjs";
import { file, film, label, openScanner, photo } from "../lib/pictures.mjs";
import { serve } from "../lib/portal.mjs";
import { world } from "../lib/world.mjs";

const { base, plain } = world;
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const scanner = async (then, lang) => {
  const phone = await context(browser, PHONE);
  try {
    const opened = await openScanner(phone, base, awake, lang);
    await then(opened);
    assert.deepEqual(opened.seen.problems, []);
  } finally {
    await phone.close();
  }
};
const choose = (panel, picture) => panel.locator('[data-part="photo"]').setInputFiles(picture);

test("the scanner is fetched when it is asked for and not before", () =>
  scanner(async ({ before, seen, says, page }) => {
    assert.deepEqual(before.filter(isScanner), []);
    await says("no-camera").waitFor();
    assert.ok(seen.requests.filter(isScanner).length > 0);
    const axe = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    assert.deepEqual(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target)}`), []);
  }));

test("the panel closes and the focus goes back to the button", () =>
  scanner(async ({ panel, page }) => {
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.dataset.part), "scan");
  }));

const SIZES = ["30x20", "50x30", "60x40"];
for (const size of SIZES) {
  test(`a photo of a label of ${size} mm leads to the page`, () =>
    scanner(async ({ panel, says, page }) => {
      await says("no-camera").waitFor();
      const png = await label(base, plain.code, `?size=${size}`);
      await choose(panel, file(await photo(browser, png)));
      await page.waitForURL(`${base}/i/${plain.code}`);
    }));
}
for (const [name, how] of Object.entries({
  "turned a little": { degrees: 17 },
  "upside down": { degrees: 180 },
  "held upright": { degrees: 90, width: 900, height: 1200 },
  "from afar in a large photo": { degrees: -8, scale: 2.5, width: 4000, height: 3000 },
})) {
  test(`a label ${name} is read`, () =>
    scanner(async ({ panel, says, page }) => {
      await says("no-camera").waitFor();
      await choose(panel, file(await photo(browser, await label(base, plain.code), how)));
      await page.waitForURL(`${base}/en/i/${plain.code}`);
    }, "/en"));
}

test("a label of another host is refused with a warning, its code offered here", async () => {
  const forger = await serve(world.data, "http://forged.example");
  try {
    const png = await label(forger.base, plain.code);
    await scanner(async ({ panel, says, page }) => {
      await says("no-camera").waitFor();
      await choose(panel, file(await photo(browser, png)));
      await says("elsewhere").waitFor();
      assert.equal(await panel.locator('[data-part="host"]').textContent(), "forged.example");
      assert.equal(new URL(await panel.locator('[data-part="offer"]').getAttribute("href"), base).pathname, `/i/${plain.code}`);
      assert.equal(page.url(), `${base}/`);
    });
  } finally {
    await forger.stop();
  }
});

test("a photo without a label and a file that is no photo are told apart", () =>
  scanner(async ({ panel, says }) => {
    await says("no-camera").waitFor();
    const blank = await photo(browser, await label(base, plain.code), { scale: 0.01 });
    await choose(panel, file(blank));
    await says("no-code").waitFor();
    await choose(panel, file(Buffer.from("no picture at all"), "letter.jpg", "image/jpeg"));
    await says("bad-photo").waitFor();
  }));

test("the camera reads a label that is held before it", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "chengxing-film-"));
  const still = { width: 640, height: 480, scale: 1.2, degrees: 4, luma: true };
  const video = path.join(folder, "label.y4m");
  await writeFile(video, film(await photo(browser, await label(base, plain.code), still), still.width, still.height));
  const filming = await launch("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${video}`);
  try {
    const phone = await context(filming, PHONE);
    const { page, seen } = await openScanner(phone, base, awake);
    await page.waitForURL(`${base}/i/${plain.code}`);
    assert.deepEqual(seen.problems, []);
  } finally {
    await filming.close();
    await rm(folder, { recursive: true, force: true });
  }
});
