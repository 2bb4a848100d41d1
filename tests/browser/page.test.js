/** The check page as it is built, on the real server. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { FILE, FINAL, PHOTO, ROOT, rulesOf, serverAndBrowser, shownRules } from './support.js';

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

/** The rules of the final report's lines. */
async function lines() {
  await page.waitForSelector(FINAL);
  return shownRules(page);
}

test('a photo gets a line or a name for each clause, the same as from the server', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const report = await serverReport(await readFile(PHOTO));
  assert.deepEqual(await lines(), rulesOf(report));
  const said = (await page.locator('[part=result]').textContent()) ?? '';
  const words = report.findings.map(({ outcome, name, message, sentence }) => {
    if (!name) return sentence;
    return outcome === 'fail' || outcome === 'doubtful' ? message.zh : name.zh;
  });
  assert.deepEqual(
    words.filter((word) => !said.includes(word)),
    [],
  );
  assert.equal(await page.locator('.decision').getAttribute('data-decision'), report.decision);
  assert.deepEqual(complaints, []);
});

test('the language can be switched with the report in view', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  await page.click('#language');
  const { findings } = await serverReport(await readFile(PHOTO));
  const [first] = findings;
  assert.equal(await page.locator('[data-group=fail] .message').first().textContent(), first.message.en);
  assert.equal(await page.locator('[data-group=fail] .sentence').first().textContent(), first.english);
  assert.equal(await page.locator('[data-group=fail] .sentence[lang]').first().textContent(), first.sentence);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
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

test('before a photo is chosen, the page names the exam, some of its demands, and shows samples', async () => {
  for (const [profile, lang] of [
    ['', 'zh'],
    ['chsi-graduation', 'en'],
  ]) {
    await page.goto(`${running.server.url}/?lang=${lang}&${profile && `profile=${profile}`}`);
    await page.waitForSelector('#demands ol');
    const own = await page.evaluate(async (id) => {
      const index =
        performance.getEntriesByType('resource').find(({ name }) => name.endsWith('profiles.json'))?.name ?? '';
      const { profiles } = await (await fetch(index)).json();
      const { summary, file } = profiles.find((/** @type {{ id: string }} */ profile) => profile.id === id);
      return summary ?? (await (await fetch(new URL(file, index))).json()).summary;
    }, profile || 'beijing-zikao-2022');
    assert.equal(await page.locator('#exam').textContent(), own.title[lang]);
    assert.deepEqual(
      await page.locator('#demands ol [lang]').allTextContents(),
      own.demands.map((/** @type {{ sentence: string }} */ { sentence }) => sentence),
    );
    assert.ok(own.demands.length >= 3 && own.demands.length <= 5);
    assert.equal(await page.locator('.samples svg').count(), 4);
  }
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector('#demands', { state: 'hidden' });
  await page.click('[part=remove]');
  await page.waitForSelector('#demands', { state: 'visible' });
});

test('a profile that does not exist is named on the page and in the console', async () => {
  await page.goto(`${running.server.url}/?profile=beijing-zikao-2202`);
  await page.waitForSelector(ERROR);
  assert.ok(((await page.locator('.help').textContent()) ?? '').includes('beijing-zikao-2202'));
  assert.ok(complaints.some((complaint) => complaint.includes('beijing-zikao-2202')));
});

test('verdict, picture and the first thing to mend are on the first screen of a phone', async () => {
  for (const lang of ['zh', 'en']) {
    await page.goto(`${running.server.url}/?lang=${lang}`);
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector(FINAL);
    for (const part of ['.decision', '.preview img', '[data-group=fail] li .message', '[data-group=fail] li .advice']) {
      const box = await page.locator(part).first().boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 844, `${lang} ${part} ${JSON.stringify(box)}`);
    }
  }
});
