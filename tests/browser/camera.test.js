/** The camera is offered where the notice allows it, after the notice's sentence. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import { accessibilityViolations, FINAL, PHOTO, serverAndBrowser, tabTo } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/profile-summaries.js').Capture} Capture */

const CAMERA = 'input[capture]';

const running = serverAndBrowser();
/** @type {Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage({
    serviceWorkers: 'block',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
});

afterEach(() => page.close());

/** Changes what the notice says of cameras. @param {Capture | null} capture */
async function withNotice(capture) {
  await page.route('**/profiles.json', async (route) => {
    const response = await route.fetch();
    const summaries = await response.json();
    for (const { summary } of summaries.profiles) if (summary) summary.capture = capture;
    await route.fulfill({ response, json: summaries });
  });
}

/** @param {Capture['mode']} mode @returns {Capture} */
const says = (mode) => ({ mode, sentence: '手机自拍照', english: 'selfies' });

test('the notice of Beijing is shown before somebody else may use the rear camera', async () => {
  await page.goto(running.server.url);
  await page.waitForSelector('.camera');
  assert.equal(await page.locator(CAMERA).isVisible(), false);
  await page.click('.camera summary');
  assert.match(await page.locator('.camera blockquote').innerText(), /手机自拍照/);
  assert.ok((await page.locator('.camera').innerText()).includes(TEXTS.assisted.zh));
  assert.equal(await page.locator(CAMERA).getAttribute('capture'), 'environment');
  await page.setInputFiles(CAMERA, PHOTO);
  await page.waitForSelector(FINAL);
});

test('the camera can be reached by keyboard', async () => {
  const chooser = page.waitForEvent('filechooser');
  await page.goto(running.server.url);
  await page.waitForSelector('.camera');
  await tabTo(page, '.camera summary');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.camera[open]');
  await page.keyboard.press('Tab');
  await page.waitForSelector('input[capture]:focus', { state: 'attached' });
  await page.keyboard.press('Space');
  await (await chooser).setFiles(PHOTO);
  await page.waitForSelector(FINAL);
});

test('the camera and the sentence before it are accessible', async () => {
  for (const language of ['zh', 'en']) {
    await page.goto(`${running.server.url}/?lang=${language}`);
    await page.click('.camera summary');
    assert.deepEqual(await accessibilityViolations(page), [], language);
  }
});

test('where the notice allows it, the camera is one tap away', async () => {
  await withNotice(says('allowed'));
  await page.goto(running.server.url);
  assert.equal(await page.locator(CAMERA).getAttribute('capture'), 'user');
});

test('where the notice forbids it, its sentence replaces the camera', async () => {
  await withNotice(says('forbidden'));
  await page.goto(running.server.url);
  assert.match(await page.locator('.capture').innerText(), /手机自拍照/);
  assert.equal(await page.locator(CAMERA).count(), 0);
});

test('where the notice is silent, no camera is offered', async () => {
  await withNotice(null);
  const loaded = page.waitForResponse('**/profiles.json');
  await page.goto(running.server.url);
  await loaded;
  await page.setInputFiles('input[type=file]', PHOTO);
  await page.waitForSelector(FINAL);
  assert.equal(await page.locator('.capture').count(), 0);
});

test('no camera is offered on a computer with a mouse', async () => {
  await page.close();
  page = await running.browser.newPage({ serviceWorkers: 'block' });
  await page.goto(running.server.url);
  await page.waitForSelector('.camera', { state: 'attached' });
  assert.equal(await page.locator('.camera').isVisible(), false);
});
