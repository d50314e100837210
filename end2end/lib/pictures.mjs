// Photos of labels as a phone would take them, drawn in a page of the browser.

import { watched } from "./browser.mjs";

/** The label of an instrument as PNG. */
export async function label(base, code, query = "") {
  const response = await fetch(`${base}/i/${code}/label.png${query}`);
  if (!response.ok) throw new Error(`label of ${code}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/**
 * Draws `png` on a grey ground of `width` × `height`, turned by `degrees` and enlarged `scale` times, with
 * soft noise. As a file for an `<input>` (PNG), or as `luma`: one byte a pixel, row by row.
 */
export async function photo(browser, png, { degrees = 0, scale = 2, width = 1200, height = 900, noise = 24, luma = false } = {}) {
  const page = await browser.newPage();
  try {
    const drawn = await page.evaluate(
      async ({ source, degrees, scale, width, height, noise, luma }) => {
        const picture = new Image();
        picture.src = source;
        await picture.decode();
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width, height });
        const context = canvas.getContext("2d");
        context.fillStyle = "#8a8f7d";
        context.fillRect(0, 0, width, height);
        context.translate(width / 2, height / 2);
        context.rotate((degrees * Math.PI) / 180);
        context.drawImage(picture, (-picture.width * scale) / 2, (-picture.height * scale) / 2, picture.width * scale, picture.height * scale);
        const data = context.getImageData(0, 0, width, height);
        // The same noise every time.
        let state = 7;
        for (let i = 0; i < data.data.length; i += 4) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          const shift = ((state >>> 24) / 255 - 0.5) * noise;
          for (let c = 0; c < 3; c++) data.data[i + c] += shift;
        }
        if (luma) {
          let bytes = "";
          for (let i = 0; i < data.data.length; i += 4) bytes += String.fromCharCode(data.data[i + 1]);
          return btoa(bytes);
        }
        context.putImageData(data, 0, 0);
        return canvas.toDataURL("image/png").split(",")[1];
      },
      { source: `data:image/png;base64,${png.toString("base64")}`, degrees, scale, width, height, noise, luma },
    );
    return Buffer.from(drawn, "base64");
  } finally {
    await page.close();
  }
}

/** What an `<input type="file">` takes. */
export const file = (buffer, name = "photo.png", mimeType = "image/png") => ({ name, mimeType, buffer });

/** A film of one still picture in grey, for Chromium's fake camera. */
export function film(luma, width, height, frames = 4) {
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), ...Array(frames).fill(frame)]);
}

/** Opens the home page, presses the button that reads a label, and waits for the panel. */
export async function openScanner(context, base, awake, lang = "") {
  const { page, seen } = await watched(context, base);
  await page.goto(base + (lang || "/"));
  const asleep = await awake(page);
  if (asleep) throw new Error(asleep);
  const before = [...seen.requests];
  await page.locator('[data-part="scan"]').click();
  const panel = page.locator('dialog[data-part="panel"]');
  await panel.waitFor({ state: "visible" });
  return { page, seen, before, panel, says: (name) => panel.locator(`[data-say="${name}"]`) };
}
