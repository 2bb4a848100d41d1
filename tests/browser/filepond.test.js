/** The example with FilePond: the headless checker decides which files FilePond accepts. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';

import { changeReports, PHOTO, ROOT, serveFiles, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const running = serverAndBrowser(() => serveFiles([]));
/** @type {Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage();
  await page.route('**/node_modules/**', (route) =>
    route.fulfill({ path: join(ROOT, new URL(route.request().url()).pathname) }),
  );
});

async function choose() {
  await page.goto(`${running.server.url}/examples/filepond.html`);
  await page.waitForSelector('.filepond--browser', { state: 'attached' });
  await page.setInputFiles('.filepond--browser', PHOTO);
}

/** The photos that the form would send. */
const sent = () =>
  page.evaluate(() =>
    new FormData(document.forms[0])
      .getAll('photo')
      .map((photo) => (photo instanceof File && photo.size > 0 ? photo.name : ''))
      .filter(Boolean),
  );

test('a photo that is rejected is refused with the reason and the advice', async () => {
  await choose();
  const item = page.locator('.filepond--item');
  await page.waitForSelector('[data-filepond-item-state*=invalid], [data-filepond-item-state*=error]');
  assert.match(await item.innerText(), /K（\d+ 字节）/);
  assert.deepEqual(await sent(), []);
});

test('a photo that is not rejected is accepted', async () => {
  // The project contains no portrait that a notice accepts: the decision is changed.
  await changeReports(page, () => ({ decision: 'accepted' }));
  await choose();
  await page.waitForSelector('[data-filepond-item-state=idle]');
  assert.deepEqual(await sent(), ['self_test.jpg']);
});
