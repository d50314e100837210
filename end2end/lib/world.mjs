// What `run.mjs` found out before the tests started.

import { readFileSync } from "node:fs";

const file = process.env.CHENGXING_WORLD;
if (!file) throw new Error("these tests are started by `node end2end/run.mjs`");

export const world = JSON.parse(readFileSync(file, "utf8"));
