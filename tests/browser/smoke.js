/**
 * Tries the check page in one browser: it is opened, a photo is chosen, and the final result is awaited.
 *
 *     node tests/browser/smoke.js BROWSER
 *
 * Needs the built site and the server. Only what every browser's protocol can do is used: scripts in the page.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { launchByName } from './browsers.js';
import { FILE, PHOTO, serve } from './support.js';

/** The longest that the report may take, in milliseconds. */
const PATIENCE = 240_000;

const server = await serve();
const browser = await launchByName(process.argv[2]);
const page = await browser.newPage();
await page.goto(server.url);
const bytes = [...(await readFile(PHOTO))];
const { decision, models, headline } = await page.evaluate(choose, { bytes, file: FILE, patience: PATIENCE });
console.log(`${browser.version}: ${decision}, with ${models} models: ${headline}`);
assert.equal(decision, 'rejected', 'a face of 72 x 72 pixels is too small');
assert.ok(models > 0 && headline);
await browser.close();
server.stop();

/**
 * Runs in the page: chooses the photo, as a person would, and waits for the whole report.
 * @param {{ bytes: number[], file: string, patience: number }} argument
 */
async function choose({ bytes, file, patience }) {
  const deadline = Date.now() + patience;
  /** @template T @param {() => T | null | undefined | false} find @param {string} what @returns {Promise<T>} */
  const wait = async (find, what) => {
    for (;;) {
      const found = find();
      if (found) return found;
      if (Date.now() > deadline) throw new Error(`${what} does not appear: ${document.body.innerText}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await customElements.whenDefined('portrait-precheck');
  const element = /** @type {import('../../www/package/element/portrait-precheck.js').PortraitPrecheck} */ (
    document.querySelector('portrait-precheck')
  );
  const root = /** @type {ShadowRoot} */ (element.shadowRoot);
  const input = /** @type {HTMLInputElement} */ (await wait(() => root.querySelector(file), 'the file input'));
  const chosen = new DataTransfer();
  chosen.items.add(new File([Uint8Array.from(bytes)], 'photo.jpg', { type: 'image/jpeg' }));
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  const report = await wait(() => (element.report?.models.length ? element.report : null), 'the report');
  const { decision, models } = report;
  return { decision, models: models.length, headline: root.querySelector('.decision')?.textContent ?? '' };
}
