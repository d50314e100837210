// `node end2end/lighthouse.mjs`: the four pages that Lighthouse judges, on a fresh demo region.

process.env.CHENGXING_LONG = "1";
process.argv.splice(2, Infinity, "lighthouse");
await import("./run.mjs");
