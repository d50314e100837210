// The portal under test: a process of the real binary on a data folder.

import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "../..");
const binary = path.resolve(root, process.env.CHENGXING_BIN ?? "target/release/chengxing");

// Noon in Shanghai of a fixed day: with the seed it makes the demo region the same every time.
const NOON = String(Date.UTC(2026, 10, 24, 4) / 1000);

/** A port that is free now. The server must know its own address beforehand: labels carry it. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Makes the demo region in `data` and serves it. */
export async function startPortal(data) {
  await promisify(execFile)(binary, ["demo", "--data", data, "--instruments", "2000", "--seed", "7"], {
    env: { ...process.env, CHENGXING_CLOCK: NOON },
  });
  return serve(data);
}

/** Serves what is in `data`. `publicUrl` is what the labels say; the real address unless given. */
export async function serve(data, publicUrl) {
  const base = `http://127.0.0.1:${await freePort()}`;
  const server = spawn(binary, ["serve", "--data", data, "--listen", base.slice("http://".length), "--public-url", publicUrl ?? base], {
    env: { ...process.env, CHENGXING_CLOCK: NOON, CHENGXING_LOG: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    ended.then((status) => reject(new Error(`the server ended with ${status} before it served`)));
    let said = "";
    server.stdout.on("data", (bytes) => {
      said += bytes;
      if (said.includes("秤星 http://")) resolve();
    });
  });
  const stop = async () => {
    server.kill("SIGTERM");
    // A hung server fails nobody's test twice: it is ended for good.
    const patience = setTimeout(() => server.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(patience);
  };
  return { base, data, stop };
}
