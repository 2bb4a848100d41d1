/** Odd browsers, bad luck, strict pages: the photo is never lost, and the reason is named. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/element/texts.js';
import { ROOT, launch, obstacles, serve, serveHost } from './support.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').BrowserContextOptions} Options */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/element/report.js').Report} Report */

const PHOTO = join(ROOT, 'src/known_answer.jpg');
/** The last word on a photo. */
const ANSWER = '[part=result]:not([data-open]) .decision';
const PROFILE = 'beijing-zikao-2022';
const FILE = 'input[type=file]:not([capture])';
const ALERT = '[role=alert]:not(:empty)';
/** The clauses on the file itself. */
const OF_THE_FILE = ['file-format', 'file-size', 'pixel-size', 'file-readable', 'compression-artifacts'];

const WECHAT =
  'Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64';
const WECHAT_ON_IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.47(0x18002f2f) NetType/WIFI Language/zh_CN';

/** @type {{ url: string, stop: () => void }} */
let server;
/** @type {Browser} */
let browser;
/** @type {Page} */
let page;
/** @type {string[]} every address that was asked for, with its method */
let asked;
/** @type {{ url: string, stop: () => void } | null} */
let host = null;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.stop();
});

beforeEach(() => visit());

afterEach(async () => {
  await page.context().close();
  host?.stop();
  host = null;
});

/** Another browser of its own. @param {Options} [options] */
async function visit(options) {
  await page?.context().close();
  page = await browser.newPage({ viewport: { width: 390, height: 844 }, ...options });
  asked = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
}

const alert = async () => (await page.waitForSelector(ALERT)).innerText();

/** @param {Uint8Array} photo */
async function serverReport(photo) {
  const body = new Uint8Array(photo);
  const answer = await fetch(`${server.url}/api/v1/checks?profile=${PROFILE}`, { method: 'POST', body });
  return /** @type {Promise<Report>} */ (answer.json());
}

/** @param {import('../../www/element/texts.js').Key} key @param {string} told */
const tells = (key, told) => assert.ok(told.includes(TEXTS[key].zh), `${key} is not in: ${told}`);

/** For candidates: no program's own words, which stand under the details. @param {string} told */
const inPlainWords = (told) => assert.doesNotMatch(told, /error|undefined|exception|failed/i);

const withoutWebAssembly = () => page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebAssembly'));

test('without WebAssembly size, format and dimensions are checked, and the rest is left to the server', async () => {
  await withoutWebAssembly();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  const told = await alert();
  for (const key of /** @type {const} */ (['unsupported', 'cureBrowser', 'onlyHeader'])) tells(key, told);
  inPlainWords(told);
  assert.deepEqual(await obstacles(page), []);
  assert.equal(asked.filter((request) => request.startsWith('POST')).length, 0);
  assert.equal(await page.locator('.decision').getAttribute('data-decision'), 'rejected');
});

/** The photo once more, as JPEG of this quality. @param {number} quality */
async function savedAgain(quality) {
  const bytes = [...(await readFile(PHOTO))];
  return page.evaluate(async ({ bytes, quality }) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, { bytes, quality });
}

test('what is said of a file before the checker is there is what the server says', async () => {
  await page.goto(`${server.url}/style.css`);
  const whole = await readFile(PHOTO);
  const files = Object.entries({
    'a photo': whole,
    'a photo without its second half': whole.subarray(0, whole.length / 2),
    'a photo without its end': whole.subarray(0, -2),
    'a photo with a damaged middle': whole.map((byte, at) => (at > 1500 && at < 1510 ? byte ^ 0xa5 : byte)),
    'a strongly compressed photo': Uint8Array.from(await savedAgain(0.05)),
    'a JPEG without a picture': Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    'a PNG': await readFile(join(ROOT, 'tests/fixtures/astronaut.png')),
    'a text': await readFile(join(ROOT, 'Cargo.lock')),
  });
  for (const [name, content] of files) {
    const bytes = [...content];
    const { photo, findings } = await page.evaluate(async ({ bytes, profile }) => {
      const module = (/** @type {string} */ name) => import(`${location.origin}/element/${name}.js`);
      /** @type {typeof import('../../www/element/preflight.js')} */
      const { look } = await module('preflight');
      /** @type {typeof import('../../www/element/outline.js')} */
      const { outlines } = await module('outline');
      /** @type {typeof import('../../www/element/small.js')} */
      const { factsOf, loadSmall } = await module('small');
      const [file, source] = [new Blob([Uint8Array.from(bytes)]), new URL('/pkg/', location.href)];
      return look(file, await factsOf(await loadSmall(source), file), await outlines(source), profile);
    }, { bytes, profile: PROFILE });
    const report = await serverReport(content);
    const essence = (/** @type {Report['findings']} */ all) =>
      all
        .filter(({ rule }) => rule && OF_THE_FILE.includes(rule))
        .map(({ message, advice, ...rest }) => rest)
        .sort((a, b) => String(a.rule).localeCompare(String(b.rule)));
    const told = essence(findings);
    const differing = essence(report.findings).filter(({ rule, outcome }) => outcome !== 'not-assessed' || told.some((other) => other.rule === rule));
    assert.deepEqual(told, differing, name);
    assert.ok(told.length >= 4, name);
    if (photo.format === 'jpeg') assert.deepEqual([photo.width, photo.height], [report.photo.width, report.photo.height]);
  }
});

test('the file is told without the checker where only that does not arrive, and the rest is left to the server', async () => {
  await page.route('**/portrait_precheck_bg.wasm', (route) => route.abort());
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  const told = await alert();
  for (const key of /** @type {const} */ (['download', 'onlyFile'])) tells(key, told);
  inPlainWords(told);
  const rules = await page.locator('li[data-rule]').evaluateAll((lines) => lines.map((line) => /** @type {HTMLElement} */ (line).dataset.rule));
  assert.deepEqual(rules.sort(), [...OF_THE_FILE].sort());
});

test('the checker answers where the small module does not arrive, or stops', async () => {
  for (const broken of [undefined, 'export default async () => {}; export const longest = () => 1e9; export const look = () => { throw new WebAssembly.RuntimeError(); };']) {
    await visit();
    await page.route('**/preflight.js', (route) => (route.request().url().includes('/pkg/') ? (broken ? route.fulfill({ contentType: 'text/javascript', body: broken }) : route.abort()) : route.continue()));
    await page.goto(server.url);
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
    assert.equal(await page.locator(ALERT).count(), 0);
  }
});

test('the server checks only after its owner has agreed to send the photo', async () => {
  await withoutWebAssembly();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await alert();
  assert.ok((await page.locator('.help').innerText()).includes(new URL(server.url).host));
  assert.equal(asked.filter((request) => request.startsWith('POST')).length, 0);
  await page.click('[part=consent]');
  await page.waitForFunction((text) => document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('.progress')?.textContent === text, TEXTS.byServer.zh);
  const { findings } = await serverReport(await readFile(PHOTO));
  const shown = await page.locator('li .message').allTextContents();
  assert.deepEqual(shown.sort(), findings.map(({ message }) => message.zh).sort());
  assert.equal(asked.filter((request) => request.startsWith('POST')).length, 1);
});

test('a busy or silent server is told apart, and keeps the photo', async () => {
  await withoutWebAssembly();
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await alert();
  const message = { zh: '现在检查的人太多，请三秒后再试。', en: 'busy' };
  await page.route('**/api/v1/checks*', (route) => route.fulfill({ status: 429, json: { code: 'busy', message } }));
  await page.click('[part=consent]');
  assert.ok((await alert()).includes(message.zh));
  await page.unrouteAll();
  await page.route('**/api/v1/checks*', (route) => route.abort());
  await page.click('[part=consent]');
  await page.waitForFunction((text) => document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('[role=alert]')?.textContent === text, TEXTS.serverSilent.zh);
  await page.unrouteAll();
  await page.click('[part=consent]');
  await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
});

test('the cure is named by the browser at hand', async () => {
  for (const [userAgent, key] of /** @type {const} */ ([[WECHAT, 'cureWeChat'], [WECHAT_ON_IPHONE, 'cureApple']])) {
    await visit({ userAgent });
    await withoutWebAssembly();
    await page.goto(server.url);
    await page.setInputFiles(FILE, PHOTO);
    tells(key, await alert());
  }
});

test('a browser without module workers is told like one without WebAssembly', async () => {
  await page.addInitScript(() => {
    const Real = globalThis.Worker;
    globalThis.Worker = /** @type {any} */ (class extends Real {
      /** @param {string | URL} script */
      constructor(script) {
        super(script);
      }
    });
  });
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  tells('unsupported', await alert());
});

for (const [missing, policy] of Object.entries({
  'the module': (/** @type {string} */ url) => `script-src ${url}; connect-src ${url}; worker-src blob:; img-src blob:`,
  'the worker': (/** @type {string} */ url) => `script-src ${url} 'wasm-unsafe-eval'; connect-src ${url}; worker-src 'none'; img-src blob:`,
  'the download': () => `connect-src 'none'; worker-src blob:; img-src blob:`,
})) {
  test(`a policy that blocks ${missing} is named as such`, async () => {
    const script = `<script type="module" src="${server.url}/element/portrait-precheck.js"></script>`;
    const form = `<form><portrait-precheck name="photo" profile="${PROFILE}"></portrait-precheck></form>`;
    host = await serveHost(`<!doctype html><html lang="zh-CN"><title>host</title>${script}${form}`, policy(server.url));
    await page.goto(host.url);
    await page.setInputFiles(FILE, PHOTO);
    const told = await alert();
    tells('policy', told);
    inPlainWords(told);
  });
}

/**
 * Lets so many checks stop their worker.
 * @param {number} many
 * @returns {Promise<() => number>} how many workers were begun
 */
async function workersThatStop(many) {
  let checks = 0;
  let workers = 0;
  page.on('worker', () => (workers += 1));
  await page.route('**/stop', (route) => route.fulfill({ body: ++checks <= many ? 'yes' : 'no' }));
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    const asking = `const asked = new XMLHttpRequest(); asked.open('GET', '/stop', false); asked.send();
      if (asked.responseText === 'yes') throw new WebAssembly.RuntimeError('unreachable');`;
    await route.fulfill({ response, body: (await response.text()).replace('checker.analyze();', `${asking} checker.analyze();`) });
  });
  return () => workers;
}

test('a worker that stops is replaced, and the photo is not lost', async () => {
  const started = await workersThatStop(1);
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
  assert.equal(await page.locator(ALERT).count(), 0);
  assert.equal(started(), 2);
});

test('a photo at which the worker stops twice is not tried a third time unasked', async () => {
  const started = await workersThatStop(2);
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  const told = await alert();
  tells('stopped', told);
  inPlainWords(told);
  assert.equal(started(), 2);
  assert.ok(await page.locator('[data-rule=file-size]').count());
  await page.click('[part=retry]');
  await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
});

test('a module that does not arrive can be asked for again', async () => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  const told = await alert();
  tells('download', told);
  inPlainWords(told);
  await page.unrouteAll();
  await page.click('[part=retry]');
  await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
  assert.equal(await page.locator(ALERT).count(), 0);
});

test('WeChat with its storage blocked and without SIMD checks a photo', async () => {
  await visit({ userAgent: WECHAT, isMobile: true, hasTouch: true });
  const complaints = /** @type {string[]} */ ([]);
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    const blocked = { get: () => { throw new DOMException('blocked', 'SecurityError'); } };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(globalThis, name, blocked);
    Object.defineProperty(Navigator.prototype, 'serviceWorker', blocked);
    Object.defineProperty(Document.prototype, 'cookie', blocked);
  });
  await page.route('**/module.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
  });
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(`${ANSWER} ~ [data-group=not-assessed]`);
  assert.ok(asked.some((request) => /scalar.*wasm/.test(request)));
  assert.deepEqual(complaints, []);
});

test('an iPhone\'s HEIC is told how to become a JPEG, with and without the module', async () => {
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(60_000)]);
  for (const prepare of [async () => {}, withoutWebAssembly]) {
    await prepare();
    await page.goto(server.url);
    await page.setInputFiles(FILE, { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: heic });
    const finding = page.locator('[data-group=fail] [data-rule=file-format]');
    const told = (await page.locator('.heic').textContent()) ?? '';
    tells('heicPhone', told);
    tells('heicAndroid', told);
    assert.match((await finding.locator('.message').textContent()) ?? '', /HEIC/);
  }
});

test('where the element cannot come to life, the page says what helps', async () => {
  await page.addInitScript(() => void Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals'));
  await page.goto(server.url);
  const words = page.locator('portrait-precheck p').first();
  assert.equal(await words.isVisible(), false, 'a browser that takes its time is left alone');
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
  assert.match(await words.innerText(), /微信/);
  assert.ok(await words.isVisible());
});

test('a browser that knows no light-dark() shows the light colours, readable also in the dark', async () => {
  await visit({ colorScheme: 'dark' });
  for (const path of ['**/look.js', '**/style.css']) {
    await page.route(path, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll('light-dark(', 'unknown(') });
    });
  }
  await page.goto(server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(ANSWER);
  const card = await page.locator('.drop').evaluate((drop) => getComputedStyle(drop).backgroundColor);
  assert.equal(card, 'rgb(255, 255, 255)');
  assert.deepEqual(await obstacles(page), []);
});
