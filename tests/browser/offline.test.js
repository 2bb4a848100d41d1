/** The built site's second visit: it loads nothing, and works without a network. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { ROOT, door, launch, serve } from './support.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').Page} Page */

const PHOTO = join(ROOT, 'src/known_answer.jpg');
const FILE = 'input[type=file]:not([capture])';
const LAST = '[part=result]:not([data-open]) .decision';

/** By these the browser itself sees whether there is a new version; no page waits for them. */
const OF_THE_UPDATE = ['/sw.js', '/files.js'];

/** @type {{ url: string, stop: () => void }} */
let server;
/** @type {Browser} */
let browser;
/** @type {BrowserContext} */
let context;
/** @type {Awaited<ReturnType<typeof door>>} */
let network;

before(async () => {
  const site = process.env.PRECHECK_SITE;
  assert.ok(site, 'PRECHECK_SITE names no folder; run `cargo xtask test`');
  server = await serve(site);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

beforeEach(async () => {
  network = await door(server.url);
  context = await browser.newContext({ viewport: { width: 390, height: 844 } });
});

afterEach(async () => {
  await context.close();
  network.stop();
});

/** A visit with a photo, to the whole answer. */
async function visit() {
  const page = await context.newPage();
  await page.goto(network.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(LAST);
  return page;
}

/** Until the service worker has all that the first visit loaded. @param {Page} page */
function untilKept(page) {
  return page.waitForFunction(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return ['.tflite', '.wasm', '/'].every((ending) => kept.flat().some((url) => url.endsWith(ending)));
  });
}

const models = (/** @type {Page} */ page) =>
  page.locator('portrait-precheck').evaluate((element) => /** @type {any} */ (element).report.models.length);

test('the second visit asks the network for nothing', async () => {
  const first = await visit();
  await untilKept(first);
  await first.close();
  const before = network.asked.length;
  const second = await visit();
  assert.ok((await models(second)) > 0);
  const asked = network.asked.slice(before).filter((path) => !OF_THE_UPDATE.includes(path));
  assert.deepEqual(asked, []);
});

test('the second visit works without a network, models included', async () => {
  const first = await visit();
  await untilKept(first);
  await first.close();
  network.cut();
  const page = await visit();
  assert.ok((await models(page)) > 0);
  assert.equal(await page.locator('[role=alert]').textContent(), '');
});

test('a visit that never saw the models works without a network and says what is missing', async () => {
  network.refuse(/^\/models\//);
  const first = await context.newPage();
  await first.goto(network.url);
  await first.waitForFunction(async () => (await navigator.serviceWorker.ready) && (await caches.keys()).length > 0);
  await first.waitForFunction(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return kept.flat().some((url) => url.endsWith('.wasm'));
  });
  await first.close();
  network.cut();
  const page = await visit();
  assert.equal(await models(page), 0);
  assert.notEqual(await page.locator('[role=alert]').textContent(), '');
});

test('what an older version kept is dropped, and other caches of the origin are left alone', async () => {
  const page = await context.newPage();
  await page.goto(`${network.url}/files.js`);
  await page.evaluate(() => Promise.all([caches.open('portrait-precheck-code-old'), caches.open('a neighbour')]));
  await page.goto(network.url);
  await page.waitForFunction(async () => !(await caches.keys()).includes('portrait-precheck-code-old'));
  assert.ok((await page.evaluate(() => caches.keys())).includes('a neighbour'));
});
