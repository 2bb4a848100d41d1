/** The models arrive while the candidate chooses; a photo that is quicker gets a first answer, then the whole. */

import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/element/texts.js';
import { ROOT, launch, serve } from './support.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/element/report.js').Report} Report */

const PHOTO = join(ROOT, 'src/known_answer.jpg');
const FILE = 'input[type=file]:not([capture])';
/** Stands while the models are awaited. */
const FIRST = '.models:not([hidden])';
const LAST = '[part=result]:not([data-open]) .decision';

/** @type {{ url: string, stop: () => void }} */
let server;
/** @type {Browser} */
let browser;
/** @type {Page} */
let page;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });
});

afterEach(() => page.close());

/** Holds the models back until told otherwise. */
async function heldModels() {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route('**/*.tflite', async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  return release;
}

/** What the element tells, by name. */
async function recordEvents() {
  await page.addInitScript(() => {
    const told = Object.assign(window, { told: /** @type {any[]} */ ([]) }).told;
    for (const name of ['precheck-progress', 'precheck-result']) {
      addEventListener(name, (event) => told.push({ name, ...(/** @type {CustomEvent} */ (event).detail), file: undefined }));
    }
  });
}

const told = () => page.evaluate(() => /** @type {any[]} */ (/** @type {any} */ (window).told));

/** @returns {Promise<Report>} */
const report = () => page.locator('portrait-precheck').evaluate((element) => /** @type {any} */ (element).report);

test('they load before a photo is chosen, and tell how far they are', async () => {
  await recordEvents();
  await page.goto(server.url);
  await page.waitForFunction(() => /** @type {any} */ (window).told.some((/** @type {any} */ { loaded, total }) => total > 0 && loaded === total));
  const steps = (await told()).map(({ loaded }) => loaded);
  assert.deepEqual(steps, [...steps].sort((a, b) => a - b));
  assert.ok(steps.length > 3, `${steps}`);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(LAST);
  assert.ok((await report()).models.length > 0);
  assert.equal(await page.locator('.models').isVisible(), false);
});

test('their length is known from the module', async () => {
  await recordEvents();
  const folder = join(ROOT, 'www/models');
  const loaded = /** @type {string[]} */ ([]);
  page.on('response', (response) => void (response.url().endsWith('.tflite') && loaded.push(response.url())));
  await page.goto(server.url);
  await page.waitForFunction(() => /** @type {any} */ (window).told.some((/** @type {any} */ { loaded, total }) => total > 0 && loaded === total));
  const names = (await readdir(folder)).filter((name) => loaded.some((url) => url.endsWith(name)));
  const lengths = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  assert.equal((await told()).at(-1).total, lengths.reduce((sum, length) => sum + length, 0));
});

test('a photo that is quicker gets a first answer, then the whole one', async () => {
  await recordEvents();
  const release = await heldModels();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FIRST);
  assert.ok((await page.locator('[part=progress]').textContent())?.includes(TEXTS.firstLook.zh));
  assert.ok(await page.locator('progress').isVisible());
  assert.deepEqual((await report()).models, []);
  assert.ok(!(await told()).some(({ name }) => name === 'precheck-result'));
  release();
  await page.waitForSelector(LAST);
  assert.ok((await report()).models.length > 0);
  const results = (await told()).filter(({ name }) => name === 'precheck-result');
  assert.equal(results.length, 1);
  assert.ok(results[0].report.models.length > 0);
  assert.equal(await page.locator('[part=progress]').textContent(), '');
});

test('the whole answer leaves its reader where the first one was being read', async () => {
  const release = await heldModels();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FIRST);
  const group = page.locator('[data-group=for-human] > summary');
  await group.focus();
  await page.keyboard.press('Enter');
  release();
  await page.waitForSelector(LAST);
  assert.ok(await group.evaluate((summary) => summary.matches(':focus')));
  assert.ok(await page.locator('[data-group=for-human]').evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open));
});

test('another photo takes the place of one that waits', async () => {
  const release = await heldModels();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FIRST);
  const first = (await report()).photo.sha256;
  const other = Buffer.concat([await readFile(PHOTO), Buffer.from('more')]);
  await page.setInputFiles(FILE, { name: 'other.jpg', mimeType: 'image/jpeg', buffer: other });
  await page.waitForFunction((first) => {
    const { report } = /** @type {any} */ (document.querySelector('portrait-precheck'));
    return report && report.photo.sha256 !== first;
  }, first);
  release();
  await page.waitForSelector(LAST);
  assert.notEqual((await report()).photo.sha256, first);
});

test('where they do not come, what needs no model is answered, and they can be asked for again', async () => {
  await page.route('**/*.tflite', (route) => route.abort());
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(LAST);
  assert.equal((await page.locator('[role=alert]').textContent()) ?? '', TEXTS.noModels.zh);
  await page.unrouteAll();
  await page.click('[part=retry]');
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('portrait-precheck')).report?.models.length > 0);
  assert.equal(await page.locator('[role=alert]').textContent(), '');
});
