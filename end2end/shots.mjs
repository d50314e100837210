// Pictures of the main pages, for the README and for eyes:
//
//   node end2end/shots.mjs FOLDER [http://ADDRESS]
//
// Without an address it starts a portal with the demo region itself.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DESKTOP, PHONE, awake, context, launch, watched } from "./lib/browser.mjs";
import { explore, inLanguage } from "./lib/catalogue.mjs";
import { startPortal } from "./lib/portal.mjs";

const [folder, address] = process.argv.slice(2);
if (!folder) throw new Error("node end2end/shots.mjs FOLDER [http://ADDRESS]");
await mkdir(folder, { recursive: true });
const data = await mkdtemp(path.join(tmpdir(), "chengxing-shots-"));
const portal = address ? { base: address.replace(/\/$/, ""), data } : await startPortal(path.join(data, "data"));
portal.stop ??= () => {};
const browser = await launch();
try {
  const world = await explore(portal);
  const shoot = async (name, at, size, options, fullPage) => {
    const locale = /^\/en\b/.test(at) ? "en-GB" : "zh-CN";
    const eyes = await context(browser, size, { locale, deviceScaleFactor: size === PHONE ? 2 : 1, ...options });
    const { page } = await watched(eyes, portal.base);
    await page.goto(portal.base + at);
    if (await page.locator("leptos-island").count()) await awake(page);
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
    await eyes.close();
  };
  for (const page of world.pages) {
    const name = page.name.replaceAll(/[^a-z_]+/g, "-");
    for (const lang of ["zh", "en"]) {
      const at = inLanguage(lang, page.path);
      await shoot(`${name}-${lang}-phone`, at, PHONE, {}, false);
      await shoot(`${name}-${lang}-phone-full`, at, PHONE, {}, true);
      await shoot(`${name}-${lang}-desktop`, at, DESKTOP, {}, true);
    }
    if (page.variants) {
      const large = page.path.includes("?") ? `${page.path}&size=large` : `${page.path}?size=large`;
      await shoot(`${name}-large`, large, PHONE, {}, true);
      await shoot(`${name}-en-large`, inLanguage("en", large), PHONE, {}, true);
      await shoot(`${name}-dark`, page.path, PHONE, { colorScheme: "dark" }, true);
      await shoot(`${name}-forced`, page.path, PHONE, { forcedColors: "active" }, true);
    }
  }
} finally {
  await browser.close();
  await portal.stop();
  await rm(data, { recursive: true, force: true });
}
