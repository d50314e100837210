// The Nu HTML checker finds no error on any kind of page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inLanguage } from "../lib/catalogue.mjs";
import { world } from "../lib/world.mjs";

const vnu = fileURLToPath(new URL("../../node_modules/vnu-jar/build/dist/vnu.jar", import.meta.url));

test("every kind of page is valid HTML", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "chengxing-html-"));
  try {
    const files = new Map();
    for (const page of world.pages) {
      for (const lang of ["zh", "en"]) {
        for (const large of [false, true]) {
          const address = inLanguage(lang, large ? `${page.path}${page.path.includes("?") ? "&" : "?"}size=large` : page.path);
          const file = `${files.size}.html`;
          files.set(file, address);
          await writeFile(path.join(folder, file), await (await fetch(world.base + address)).text());
        }
      }
    }
    const said = await new Promise((resolve, reject) => {
      const args = ["-Xss16m", "-jar", vnu, "--errors-only", "--stdout", "--exit-zero-always", "--format", "json", ...files.keys()];
      execFile("java", args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    // One mistake stands on many pages: each is told once, with the first page it was found on.
    const wrong = new Map();
    for (const { url, message, extract } of JSON.parse(said).messages) {
      const known = wrong.get(message) ?? { on: files.get(path.basename(url)), extract, times: 0 };
      wrong.set(message, { ...known, times: known.times + 1 });
    }
    assert.deepEqual(Object.fromEntries(wrong), {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
