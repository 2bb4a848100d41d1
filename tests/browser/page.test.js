/** The check page as it is built, on the real server. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import { FILE, FINAL, PHOTO, ROOT, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

/** Where the element shows what went wrong. */
const ERROR = '[role=alert]:not(:empty)';

const running = serverAndBrowser();
/** @type {Page} */
let page;
/** @type {string[]} */
let complaints;

beforeEach(async () => {
  page = await running.browser.newPage({ serviceWorkers: 'block', viewport: { width: 390, height: 844 } });
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});

afterEach(() => page.close());

/** @param {Buffer} photo */
async function serverReport(photo) {
  const answer = await fetch(`${running.server.url}/api/v1/checks?profile=beijing-zikao-2022`, {
    method: 'POST',
    body: new Uint8Array(photo),
  });
  assert.equal(answer.status, 200);
  return /** @type {Promise<Report>} */ (answer.json());
}

/** What the page says, line by line, in no particular order. */
async function lines() {
  await page.waitForSelector(FINAL);
  return (await page.locator('li .message').allTextContents()).sort();
}

test('a photo gets one line for each clause, the same as from the server', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const { decision, findings } = await serverReport(await readFile(PHOTO));
  assert.deepEqual(await lines(), findings.map((finding) => finding.message.zh).sort());
  assert.equal(await page.locator('.decision').getAttribute('data-decision'), decision);
  assert.deepEqual(complaints, []);
});

test('the language can be switched with the report in view', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  await page.click('#language');
  const { findings } = await serverReport(await readFile(PHOTO));
  assert.deepEqual(await lines(), findings.map((finding) => finding.message.en).sort());
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
});

test('the language is kept when the page is loaded again', async () => {
  await page.goto(`${running.server.url}/?from=office`);
  await page.click('#language');
  await page.reload();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.ok(page.url().includes('from=office'));
  await page.click('#language');
  await page.reload();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
});

test('the browser has nothing to warn of', async () => {
  const visitor = await running.browser.newPage();
  const warnings = /** @type {string[]} */ ([]);
  visitor.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await visitor.goto(running.server.url);
  // Chromium reports what was preloaded in vain three seconds after the page has been loaded.
  await visitor.waitForTimeout(5000);
  await visitor.close();
  assert.deepEqual(warnings, []);
});

test('a file with a wrong ending is named by its format', async () => {
  await page.goto(`${running.server.url}/?lang=en`);
  const buffer = await readFile(join(ROOT, 'tests/fixtures/astronaut.png'));
  await page.setInputFiles(FILE, { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer });
  const finding = page.locator('[data-group=fail] [data-rule=file-format]');
  assert.match((await finding.textContent()) ?? '', /PNG/);
});

test('a file can be dropped', async () => {
  await page.goto(running.server.url);
  const bytes = [...(await readFile(PHOTO))];
  await page.evaluate((bytes) => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(bytes)], 'portrait.jpg', { type: 'image/jpeg' }));
    const event = new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true });
    document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('.drop')?.dispatchEvent(event);
  }, bytes);
  assert.ok((await lines()).length > 0);
});

test('a file can be pasted', async () => {
  await page.goto(running.server.url);
  const bytes = [...(await readFile(PHOTO))];
  await page.evaluate((bytes) => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(bytes)], 'portrait.jpg', { type: 'image/jpeg' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true }));
  }, bytes);
  assert.ok((await lines()).length > 0);
});

test('a file that is too large is refused before it is read', async () => {
  await page.addInitScript(() => {
    Blob.prototype.arrayBuffer = () => Promise.reject(new Error('it was read'));
    const keep = (/** @type {any} */ { detail }) => Object.assign(window, detail.limits);
    addEventListener('precheck-ready', keep, { capture: true });
  });
  await page.goto(running.server.url);
  await page.waitForFunction(() => 'maxBytes' in window);
  const maxBytes = await page.evaluate(() => /** @type {any} */ (window).maxBytes);
  const buffer = Buffer.alloc(maxBytes + 1);
  await page.setInputFiles(FILE, { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer });
  const error = page.locator(ERROR);
  assert.match((await error.textContent()) ?? '', new RegExp(`${maxBytes / 1024 / 1024}\\.0 MB`));
});

test('after a worker that fails, the next photo gets a new one', async () => {
  await page.route('**/worker.js', (route) => route.abort());
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(ERROR);
  await page.unroute('**/worker.js');
  await page.setInputFiles(FILE, PHOTO);
  assert.ok((await lines()).length > 0);
  assert.equal(await page.locator('[role=alert]').textContent(), '');
});

/** The hand-written files of the pages. */
async function pageFiles() {
  const paths = (await readdir(join(ROOT, 'www'), { recursive: true })).map((path) => join(ROOT, 'www', path));
  const written = paths.filter((path) => !path.includes('/pkg/') && /\.(js|html|css)$/.test(path));
  return Promise.all(written.map(async (path) => ({ path, content: await readFile(path, 'utf8') })));
}

test('no page contains a limit or the text of a rule', async () => {
  const { findings } = await serverReport(await readFile(PHOTO));
  // Shorter words and numbers also occur for other reasons.
  const texts = findings.flatMap(({ rule, sentence, message, advice }) => [
    rule,
    sentence,
    ...Object.values(message),
    ...Object.values(advice ?? {}),
  ]);
  const limits = findings.flatMap(({ min, max }) => [min ?? 0, max ?? 0]).filter((limit) => limit >= 1000);
  const foreign = [...texts.filter((text) => text && text.length > 2), ...limits.map(String)];
  const files = await pageFiles();
  assert.ok(files.length > 0 && limits.length > 0);
  const held = files.flatMap(({ path, content }) =>
    foreign.filter((text) => text && content.includes(text)).map((text) => `${path}: ${text}`),
  );
  assert.deepEqual(held, []);
});

test('every unit of a report has a text', async () => {
  const { measurements } = await serverReport(await readFile(PHOTO));
  const units = Object.values(measurements)
    .flatMap((measurement) => ('unit' in measurement ? [measurement.unit] : []))
    .filter((unit) => unit !== 'flag');
  assert.deepEqual(
    units.filter((unit) => !(unit in TEXTS)),
    [],
  );
});
