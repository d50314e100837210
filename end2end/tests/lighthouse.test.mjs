// Minutes long: runs with CHENGXING_LONG=1, or by `node end2end/lighthouse.mjs`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { world } from "../lib/world.mjs";

if (process.env.CHENGXING_LONG || process.env.CHENGXING_TEST_LONG) {
  const { judge, judged } = await import("../lib/lighthouse.mjs");
  for (const path of judged(world)) {
    test(`Lighthouse is content with ${path}`, async (t) => {
      const { best, short, missed } = await judge(world.base + path);
      t.diagnostic(JSON.stringify(best));
      assert.deepEqual(short, [], missed.join("; "));
    });
  }
}
