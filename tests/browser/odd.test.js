/** Old browsers, failures, strict policies: the photo is never lost, and the reason is given. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import {
  accessibilityViolations,
  DONE,
  FILE,
  FINAL,
  PHOTO,
  rulesOf,
  serveHost,
  serverAndBrowser,
  shownRules,
} from './support.js';

/** @typedef {import('playwright-core').BrowserContextOptions} Options */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

const PROFILE = 'beijing-zikao-2022';
const ALERT = '[role=alert]:not(:empty)';
/** The clauses on the file itself. */
const FILE_RULES = ['file-format', 'file-size', 'pixel-size', 'file-readable', 'compression-artifacts'];

const WECHAT =
  'Mozilla/5.0 (Linux; Android 13; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64';
const WECHAT_ON_IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.47(0x18002f2f) NetType/WIFI Language/zh_CN';

const running = serverAndBrowser();
/** @type {Page} */
let page;
/** @type {string[]} method and address of every request */
let requests;
/** @type {{ url: string, stop: () => void } | null} */
let host = null;

beforeEach(() => visit());

afterEach(async () => {
  await page.context().close();
  host?.stop();
  host = null;
});

/** Opens a page in a new browser context. @param {Options} [options] */
async function visit(options) {
  await page?.context().close();
  page = await running.browser.newPage({ serviceWorkers: 'block', viewport: { width: 390, height: 844 }, ...options });
  requests = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
}

const alert = async () => (await page.waitForSelector(ALERT)).innerText();

/** @param {Uint8Array} photo */
async function serverReport(photo) {
  const body = new Uint8Array(photo);
  const answer = await fetch(`${running.server.url}/api/v1/checks?profile=${PROFILE}`, { method: 'POST', body });
  return /** @type {Promise<Report>} */ (answer.json());
}

/** @param {import('../../www/package/element/texts.js').Key} key @param {string} shown */
const includesText = (key, shown) => assert.ok(shown.includes(TEXTS[key].zh), `${key} is not in: ${shown}`);

/** Error messages of programs belong into the details. @param {string} shown */
const isForPeople = (shown) => assert.doesNotMatch(shown, /error|undefined|exception|failed/i);

const withoutWebAssembly = () => page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebAssembly'));

test('without WebAssembly size, format and dimensions are checked, and the rest is left to the server', async () => {
  await withoutWebAssembly();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const shown = await alert();
  for (const key of /** @type {const} */ (['unsupported', 'remedyBrowser', 'onlyHeader'])) includesText(key, shown);
  isForPeople(shown);
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.equal(requests.filter((request) => request.startsWith('POST')).length, 0);
  assert.equal(await page.locator('.decision').getAttribute('data-decision'), 'rejected');
});

test('without the checker, but with the preflight module, the file is checked and the rest is left to the server', async () => {
  await page.route('**/portrait_precheck_bg.wasm', (route) => route.abort());
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const shown = await alert();
  for (const key of /** @type {const} */ (['download', 'onlyFile'])) includesText(key, shown);
  isForPeople(shown);
  assert.deepEqual(await shownRules(page), [...FILE_RULES].sort());
});

test('what the preflight module measures is waited for, even where the checker has failed before', async () => {
  await page.route('**/portrait_precheck_bg.wasm', (route) => route.abort());
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    const late = `const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = async function () {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return read.call(this);
      };`;
    await route.fulfill({ response, body: `${late}\n${await response.text()}` });
  });
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  includesText('onlyFile', await alert());
  assert.equal(await page.locator('li[data-rule]').count(), FILE_RULES.length);
});

test('the checker works where the preflight module cannot be loaded, or stops', async () => {
  for (const broken of [
    undefined,
    'export default async () => {}; export const maxBytes = () => 1e9; export const measure = () => { throw new WebAssembly.RuntimeError(); };',
  ]) {
    await visit();
    await page.route('**/pkg/preflight/preflight.js', (route) =>
      broken ? route.fulfill({ contentType: 'text/javascript', body: broken }) : route.abort(),
    );
    await page.goto(running.server.url);
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
    assert.equal(await page.locator(ALERT).count(), 0);
  }
});

test('a preflight module that could not be loaded is asked for again with the next photo', async () => {
  await page.route('**/portrait_precheck_bg.wasm', () => {});
  await page.route('**/preflight_bg.wasm', (route) => route.abort(), { times: 1 });
  await page.goto(running.server.url);
  const failed = page.waitForEvent('requestfailed');
  await page.setInputFiles(FILE, PHOTO);
  await failed;
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector('li[data-rule=compression-artifacts]', { state: 'attached' });
});

test('the server checks a photo only with the consent of its owner', async () => {
  await withoutWebAssembly();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await alert();
  assert.ok((await page.locator('.help').innerText()).includes(new URL(running.server.url).host));
  assert.equal(requests.filter((request) => request.startsWith('POST')).length, 0);
  await page.click('[part=consent]');
  await page.waitForFunction(
    (text) => document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('.progress')?.textContent === text,
    TEXTS.byServer.zh,
  );
  assert.deepEqual(await shownRules(page), rulesOf(await serverReport(await readFile(PHOTO))));
  assert.equal(requests.filter((request) => request.startsWith('POST')).length, 1);
});

test('a busy and an unreachable server are distinguished, and the photo is kept', async () => {
  await withoutWebAssembly();
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await alert();
  const message = { zh: '现在检查的人太多，请三秒后再试。', en: 'busy' };
  await page.route('**/api/v1/checks*', (route) => route.fulfill({ status: 429, json: { code: 'busy', message } }));
  await page.click('[part=consent]');
  assert.ok((await alert()).includes(message.zh));
  await page.unrouteAll();
  await page.route('**/api/v1/checks*', (route) => route.abort());
  await page.click('[part=consent]');
  await page.waitForFunction(
    (text) =>
      document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('[role=alert]')?.textContent === text,
    TEXTS.serverUnreachable.zh,
  );
  await page.unrouteAll();
  await page.click('[part=consent]');
  await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
});

test('the remedy depends on the browser', async () => {
  for (const [userAgent, key] of /** @type {const} */ ([
    [WECHAT, 'remedyWeChat'],
    [WECHAT_ON_IPHONE, 'remedyApple'],
  ])) {
    await visit({ userAgent });
    await withoutWebAssembly();
    await page.goto(running.server.url);
    await page.setInputFiles(FILE, PHOTO);
    includesText(key, await alert());
  }
});

test('a browser without module workers is treated as one without WebAssembly', async () => {
  await page.addInitScript(() => {
    const Real = globalThis.Worker;
    globalThis.Worker = /** @type {any} */ (
      class extends Real {
        /** @param {string | URL} script */
        constructor(script) {
          super(script, undefined); // Without the options, as old browsers ignore them.
        }
      }
    );
  });
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  includesText('unsupported', await alert());
});

for (const [missing, policy] of Object.entries({
  'the module': (/** @type {string} */ url) => `script-src ${url}; connect-src ${url}; worker-src blob:; img-src blob:`,
  'the worker': (/** @type {string} */ url) =>
    `script-src ${url} 'wasm-unsafe-eval'; connect-src ${url}; worker-src 'none'; img-src blob:`,
  'the download': () => `connect-src 'none'; worker-src blob:; img-src blob:`,
})) {
  test(`a policy that blocks ${missing} is named as such`, async () => {
    const script = `<script type="module" src="${running.server.url}/element/portrait-precheck.js"></script>`;
    const form = `<form><portrait-precheck name="photo" profile="${PROFILE}"></portrait-precheck></form>`;
    host = await serveHost(
      `<!doctype html><html lang="zh-CN"><title>host</title>${script}${form}`,
      policy(running.server.url),
    );
    await page.goto(host.url);
    await page.setInputFiles(FILE, PHOTO);
    const shown = await alert();
    includesText('policy', shown);
    isForPeople(shown);
  });
}

test('a photo is checked in a sandboxed frame: the element, and the page', async () => {
  const script = `<script type="module" src="${running.server.url}/element/portrait-precheck.js"></script>`;
  const framed = `${script}<form><portrait-precheck name="photo" profile="${PROFILE}"></portrait-precheck></form>`;
  host = await serveHost(`<!doctype html><iframe sandbox="allow-scripts" srcdoc='${framed}'></iframe>`);
  await page.route('**/framing.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>',
    }),
  );
  for (const url of [host.url, `${running.server.url}/framing.html`]) {
    await page.goto(url);
    const frame = page.frameLocator('iframe');
    await frame.locator(FILE).setInputFiles(PHOTO);
    await frame.locator(FINAL).waitFor();
    assert.equal(await frame.locator(ALERT).count(), 0, url);
  }
});

/**
 * Makes the first checks crash their worker.
 * @param {number} many
 * @returns {Promise<() => number>} how many workers were started
 */
async function crashWorkers(many) {
  let checks = 0;
  let workers = 0;
  page.on('worker', () => (workers += 1));
  await page.route('**/crash', (route) => route.fulfill({ body: ++checks <= many ? 'yes' : 'no' }));
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    const crash = `const request = new XMLHttpRequest(); request.open('GET', '/crash', false); request.send();
      if (request.responseText === 'yes') throw new WebAssembly.RuntimeError('unreachable');`;
    const body = (await response.text()).replace(/[\w$]+\.analyze\(\)/, (call) => `(() => { ${crash} })(), ${call}`);
    await route.fulfill({ response, body });
  });
  return () => workers;
}

test('a worker that crashes is replaced, and the photo is not lost', async () => {
  const started = await crashWorkers(1);
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
  assert.equal(await page.locator(ALERT).count(), 0);
  assert.equal(started(), 2);
});

test('a photo at which the worker crashes twice is not tried again by itself', async () => {
  const started = await crashWorkers(2);
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const shown = await alert();
  includesText('stopped', shown);
  isForPeople(shown);
  assert.equal(started(), 2);
  assert.ok(await page.locator('[data-rule=file-size]').count());
  await page.click('[part=retry]');
  await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
});

test('a module that could not be downloaded can be requested again', async () => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  const shown = await alert();
  includesText('download', shown);
  isForPeople(shown);
  await page.unrouteAll();
  await page.click('[part=retry]');
  await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
  assert.equal(await page.locator(ALERT).count(), 0);
});

test('WeChat with its storage blocked and without SIMD checks a photo', async () => {
  await visit({ userAgent: WECHAT, isMobile: true, hasTouch: true });
  const complaints = /** @type {string[]} */ ([]);
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    const blocked = {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(globalThis, name, blocked);
    Object.defineProperty(Navigator.prototype, 'serviceWorker', blocked);
    Object.defineProperty(Document.prototype, 'cookie', blocked);
  });
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
  });
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(`${DONE} [data-group=not-assessed]`);
  assert.ok(requests.some((request) => /scalar.*wasm/.test(request)));
  assert.deepEqual(complaints, []);
});

test('a HEIC photo gets instructions for a JPEG, with and without the module', async () => {
  const heic = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic\0\0\0\0mif1heic'),
    Buffer.alloc(60_000),
  ]);
  for (const prepare of [async () => {}, withoutWebAssembly]) {
    await prepare();
    await page.goto(running.server.url);
    await page.setInputFiles(FILE, { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: heic });
    const finding = page.locator('[data-group=fail] [data-rule=file-format]');
    const shown = (await page.locator('.heic').textContent()) ?? '';
    includesText('heicPhone', shown);
    includesText('heicAndroid', shown);
    assert.match((await finding.locator('.message').textContent()) ?? '', /HEIC/);
  }
});

test('where the element cannot be defined, the page says what helps', async () => {
  await page.addInitScript(() => void Reflect.deleteProperty(HTMLElement.prototype, 'attachInternals'));
  await page.goto(running.server.url);
  const words = page.locator('portrait-precheck p').first();
  assert.equal(await words.isVisible(), false, 'not shown in a slow browser');
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
  assert.match(await words.innerText(), /微信/);
  assert.ok(await words.isVisible());
});

test('a browser without light-dark() shows the light colours, legible in dark mode too', async () => {
  await visit({ colorScheme: 'dark' });
  await page.route(/\.(css|js)$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('light-dark(', 'unknown(') });
  });
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  const clause = page.locator('[part=clause]').first();
  const background = await clause.evaluate((line) => getComputedStyle(line).backgroundColor);
  assert.equal(background, 'rgb(255, 255, 255)');
  assert.deepEqual(await accessibilityViolations(page), []);
});
