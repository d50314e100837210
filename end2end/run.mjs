// Starts the portal on a fresh demo region and runs every test in `tests/` against it in Chromium.
//
//   node end2end/run.mjs [WORD …]     only the files whose names contain one of the words
//
// CHENGXING_BIN        the binary; target/release/chengxing unless given
// CHENGXING_CHROMIUM   the browser; /usr/bin/chromium unless given
// CHENGXING_LONG=1     also what takes minutes: Lighthouse
//
// The last line is `N passed, M failed`, which `cargo xtask test` counts; the exit status tells the same.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { explore } from "./lib/catalogue.mjs";
import { startPortal } from "./lib/portal.mjs";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const words = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), "chengxing-end2end-"));
let portal;

const tidy = async () => {
  await portal?.stop();
  await rm(folder, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await tidy();
    process.exit(1);
  });
}

const counts = { passed: 0, failed: 0 };
try {
  portal = await startPortal(path.join(folder, "data"));
  console.log(`${portal.base} serves the demo region`);
  const world = path.join(folder, "world.json");
  await writeFile(world, JSON.stringify(await explore(portal)));
  process.env.CHENGXING_WORLD = world;

  const tests = path.join(here, "tests");
  const files = (await readdir(tests))
    .filter((name) => name.endsWith(".test.mjs"))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort()
    .map((name) => path.join(tests, name));
  const stream = run({ files, concurrency: 2, timeout: 20 * 60_000 });
  // A file and a suite are reported like tests; only tests are counted, unless a file fails as a whole.
  const single = (event) => event.details?.type !== "suite" && !event.name.endsWith(".test.mjs");
  stream.on("test:pass", (event) => single(event) && event.skip === undefined && counts.passed++);
  stream.on("test:fail", (event) => {
    const cause = event.details?.error?.failureType;
    if (single(event) || cause !== "subtestsFailed") counts.failed++;
  });
  for await (const text of stream.compose(new spec())) process.stdout.write(text);
} catch (error) {
  console.error(error);
  counts.failed++;
} finally {
  await tidy();
}
if (counts.passed + counts.failed === 0) counts.failed = 1;
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
