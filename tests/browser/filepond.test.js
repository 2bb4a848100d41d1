/** The example for pages that take files by FilePond: the checker alone decides what FilePond takes. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { ROOT, launch, serveFiles } from './support.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */

const PHOTO = join(ROOT, 'src/known_answer.jpg');

/** @type {{ url: string, stop: () => void }} */
let server;
/** @type {Browser} */
let browser;
/** @type {Page} */
let page;

before(async () => {
  server = await serveFiles([]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.route('**/node_modules/**', (route) => route.fulfill({ path: join(ROOT, new URL(route.request().url()).pathname) }));
});

async function choose() {
  await page.goto(`${server.url}/examples/filepond.html`);
  await page.waitForSelector('.filepond--browser', { state: 'attached' });
  await page.setInputFiles('.filepond--browser', PHOTO);
}

/** The photos that the form would send. */
const sent = () =>
  page.evaluate(() => new FormData(document.forms[0]).getAll('photo').map((photo) => (photo instanceof File && photo.size > 0 ? photo.name : '')).filter(Boolean));

test('a photo that is rejected is refused with the reason and the advice', async () => {
  await choose();
  const item = page.locator('.filepond--item');
  await page.waitForSelector('[data-filepond-item-state*=invalid], [data-filepond-item-state*=error]');
  assert.match(await item.innerText(), /K（\d+ 字节）/);
  assert.deepEqual(await sent(), []);
});

test('a photo that is not rejected is taken', async () => {
  // No portrait that any notice takes is part of the project: the module's decision is turned round.
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('report: checker.report(profile), last: true', 'report: { ...checker.report(profile), decision: "accepted" }, last: true');
    await route.fulfill({ response, body });
  });
  await choose();
  await page.waitForSelector('[data-filepond-item-state=idle]');
  assert.deepEqual(await sent(), ['known_answer.jpg']);
});
