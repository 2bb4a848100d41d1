/** The models are downloaded while a photo is being chosen; before they are there, a photo gets a preliminary report. */

import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import { FILE, FINAL, PHOTO, packageFolder, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

/** Visible while the models are being downloaded. */
const PRELIMINARY = '.models:not([hidden])';

const running = serverAndBrowser();
/** @type {Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage({ serviceWorkers: 'block', viewport: { width: 390, height: 844 } });
});

afterEach(() => page.close());

/** Delays the models until the returned function is called. */
async function holdModels() {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route('**/*.tflite', async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  return release;
}

/** Records the element's events. */
async function recordEvents() {
  await page.addInitScript(() => {
    const events = Object.assign(window, { events: /** @type {any[]} */ ([]) }).events;
    for (const name of ['precheck-progress', 'precheck-result']) {
      addEventListener(name, (event) =>
        events.push({ name, .../** @type {CustomEvent} */ (event).detail, file: undefined }),
      );
    }
  });
}

const recorded = () => page.evaluate(() => /** @type {any[]} */ (/** @type {any} */ (window).events));

/** @returns {Promise<Report>} */
const report = () => page.locator('portrait-precheck').evaluate((element) => /** @type {any} */ (element).report);

test('they are downloaded before a photo is chosen, with progress', async () => {
  await recordEvents();
  await page.goto(running.server.url);
  await page.waitForFunction(() =>
    /** @type {any} */ (window).events.some((/** @type {any} */ { loaded, total }) => total > 0 && loaded === total),
  );
  const steps = (await recorded()).map(({ loaded }) => loaded);
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => a - b),
  );
  assert.ok(steps.length > 3, `${steps}`);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  assert.ok((await report()).models.length > 0);
  assert.equal(await page.locator('.models').isVisible(), false);
});

test('their length is known from the module', async () => {
  await recordEvents();
  const folder = join(packageFolder(), 'models');
  const loaded = /** @type {string[]} */ ([]);
  page.on('response', (response) => void (response.url().endsWith('.tflite') && loaded.push(response.url())));
  await page.goto(running.server.url);
  await page.waitForFunction(() =>
    /** @type {any} */ (window).events.some((/** @type {any} */ { loaded, total }) => total > 0 && loaded === total),
  );
  const names = (await readdir(folder)).filter((name) => loaded.some((url) => url.endsWith(name)));
  const lengths = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  assert.equal(
    (await recorded()).at(-1).total,
    lengths.reduce((sum, length) => sum + length, 0),
  );
});

test('a photo that is chosen earlier gets a preliminary report, then the final one', async () => {
  await recordEvents();
  const release = await holdModels();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(PRELIMINARY);
  assert.ok((await page.locator('[part=progress]').textContent())?.includes(TEXTS.preliminary.zh));
  assert.ok(await page.locator('progress').isVisible());
  assert.deepEqual((await report()).models, []);
  assert.ok(!(await recorded()).some(({ name }) => name === 'precheck-result'));
  release();
  await page.waitForSelector(FINAL);
  assert.ok((await report()).models.length > 0);
  const results = (await recorded()).filter(({ name }) => name === 'precheck-result');
  assert.equal(results.length, 1);
  assert.ok(results[0].report.models.length > 0);
  assert.equal(await page.locator('[part=progress]').textContent(), '');
});

test('the final report keeps focus and open lines of the preliminary one', async () => {
  const release = await holdModels();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(PRELIMINARY);
  const group = page.locator('[data-group=for-human] > summary');
  await group.focus();
  await page.keyboard.press('Enter');
  release();
  await page.waitForSelector(FINAL);
  assert.ok(await group.evaluate((summary) => summary.matches(':focus')));
  assert.ok(
    await page
      .locator('[data-group=for-human]')
      .evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open),
  );
});

test('another photo replaces one that waits', async () => {
  const release = await holdModels();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(PRELIMINARY);
  const first = (await report()).photo.sha256;
  const other = Buffer.concat([await readFile(PHOTO), Buffer.from('more')]);
  await page.setInputFiles(FILE, { name: 'other.jpg', mimeType: 'image/jpeg', buffer: other });
  await page.waitForFunction((first) => {
    const { report } = /** @type {any} */ (document.querySelector('portrait-precheck'));
    return report && report.photo.sha256 !== first;
  }, first);
  release();
  await page.waitForSelector(FINAL);
  assert.notEqual((await report()).photo.sha256, first);
});

test('where they cannot be downloaded, the rest is reported, and they can be requested again', async () => {
  await page.route('**/*.tflite', (route) => route.abort());
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  assert.equal((await page.locator('[role=alert]').textContent()) ?? '', TEXTS.noModels.zh);
  await page.unrouteAll();
  await page.click('[part=retry]');
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('portrait-precheck')).report?.models.length > 0,
  );
  assert.equal(await page.locator('[role=alert]').textContent(), '');
});
