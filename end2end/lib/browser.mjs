// Chromium, and pages that are watched while they load.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { width: 360, height: 640 };
export const DESKTOP = { width: 1280, height: 800 };

/** A browser with a profile of its own, which goes with it. */
export const launch = (...more) =>
  chromium.launch({
    executablePath: process.env.CHENGXING_CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [...FLAGS, ...more],
  });

/** A context like a phone or a desktop. */
export const context = (browser, size, options = {}) =>
  browser.newContext({ viewport: size, isMobile: size === PHONE, hasTouch: size === PHONE, ...options });

/**
 * A page that notes what must not happen: errors on the console, breaches of the policy, requests to
 * other hosts, scripts that run though they came with the data.
 */
export async function watched(context, base) {
  const page = await context.newPage();
  const seen = { problems: [], requests: [] };
  await page.addInitScript(() => {
    window.__breaches = [];
    document.addEventListener("securitypolicyviolation", (e) => window.__breaches.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  page.on("request", (request) => {
    const url = request.url();
    seen.requests.push(url);
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) seen.problems.push(`request to ${url}`);
  });
  page.on("requestfailed", (request) => {
    // A navigation that replaces another, and what was under way for it.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") seen.problems.push(`${request.url()} failed: ${why}`);
  });
  page.on("console", (message) => {
    const from = message.location().url;
    // The browser logs every document whose status is an error; the status is asserted elsewhere.
    const status = message.text().startsWith("Failed to load resource") && from === page.url();
    if (["error", "warning"].includes(message.type()) && !status) seen.problems.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.problems.push(`uncaught: ${error.message}`));
  page.on("dialog", async (dialog) => {
    seen.problems.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return { page, seen };
}

/** Waits until the islands of a page are awake; what went wrong, if anything. */
export async function awake(page) {
  try {
    await page.waitForFunction(() => document.documentElement.dataset.islands, null, { timeout: 20_000 });
  } catch {
    return "the islands did not wake";
  }
  return page.evaluate(() => {
    const state = document.documentElement.dataset.islands;
    if (state !== "ready") return `the islands are ${state}`;
    // A page of one build with the WebAssembly of another sleeps on without a word.
    const strange = [...document.querySelectorAll("leptos-island")].map((i) => i.dataset.component).filter((name) => !chengxing_app[name]);
    return strange.length ? `the WebAssembly does not know ${strange}` : null;
  });
}

export const isWasm = (url) => new URL(url).pathname.endsWith(".wasm");
export const isScanner = (url) => /\/scanner[_-][^/]*\.(wasm|js)$/.test(new URL(url).pathname);
