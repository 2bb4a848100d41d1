/** What the service worker keeps: the second visit loads nothing and works offline, and nothing wrong is kept. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { FILE, FINAL, PATIENCE, PHOTO, proxy, serve, serverAndBrowser, site } from './support.js';

/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').Page} Page */

/** Requested by the browser itself, to see whether there is a new version. */
const UPDATE_CHECK = ['/sw.js', '/files.js'];

const running = serverAndBrowser();
/** @type {BrowserContext} */
let context;
/** @type {Awaited<ReturnType<typeof proxy>>} */
let network;

beforeEach(async () => {
  network = await proxy(running.server.url);
  context = await running.browser.newContext({ viewport: { width: 390, height: 844 } });
});

afterEach(async () => {
  await context.close();
  network.stop();
});

/** A visit with a photo, up to its final report. */
async function visit() {
  const page = await context.newPage();
  await page.goto(network.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  return page;
}

/** The addresses in all caches. @param {Page} page */
function keptAddresses(page) {
  return page.evaluate(async () => {
    const kept = /** @type {string[]} */ ([]);
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
    }
    return kept;
  });
}

/** Waits until the caches have an address with each of these endings. @param {Page} page @param {string[]} endings */
async function untilKept(page, ...endings) {
  const started = Date.now();
  for (;;) {
    const kept = await keptAddresses(page);
    if (endings.every((ending) => kept.some((url) => url.endsWith(ending)))) return;
    assert.ok(Date.now() - started < PATIENCE, `not kept: ${endings} among ${kept}`);
    await page.waitForTimeout(50);
  }
}

const models = (/** @type {Page} */ page) =>
  page.locator('portrait-precheck').evaluate((element) => /** @type {any} */ (element).report.models.length);

test('the second visit requests nothing', async () => {
  const first = await visit();
  await untilKept(first, '.tflite', '.wasm', '/');
  await first.close();
  const before = network.requested.length;
  const second = await visit();
  assert.ok((await models(second)) > 0);
  const requested = network.requested.slice(before).filter((path) => !UPDATE_CHECK.includes(path));
  assert.deepEqual(requested, []);
});

test('the second visit works without a network, models included', async () => {
  const first = await visit();
  await untilKept(first, '.tflite', '.wasm', '/');
  await first.close();
  network.cut();
  const page = await visit();
  assert.ok((await models(page)) > 0);
  assert.equal(await page.locator('[role=alert]').textContent(), '');
});

test('without the models, an offline visit reports the rest and says what is missing', async () => {
  network.except(/^\/models\//);
  const first = await context.newPage();
  await first.goto(network.url);
  await untilKept(first, '.wasm', '/');
  await first.close();
  network.cut();
  const page = await visit();
  assert.equal(await models(page), 0);
  assert.notEqual(await page.locator('[role=alert]').textContent(), '');
});

test('where the browser has no SIMD, the build without it is kept', async () => {
  const scalar = 'WebAssembly.validate = () => false;';
  network.except(/worker\.js$/, async (request, response) => {
    network.restore();
    const own = await (await fetch(running.server.url + request.url)).text();
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(scalar + own);
  });
  await context.addInitScript(scalar);
  const page = await visit();
  await untilKept(page, '/scalar/portrait_precheck_bg.wasm', '/');
  assert.deepEqual(
    (await keptAddresses(page)).filter((url) => url.endsWith('/simd/portrait_precheck_bg.wasm')),
    [],
  );
});

test('caches of older versions are deleted, others of the origin are not', async () => {
  const page = await context.newPage();
  await page.goto(`${network.url}/files.js`);
  const old = 'portrait-precheck / 0123456789abcdef';
  const others = ['portrait-precheck /office/ 0123456789abcdef', 'neighbour'];
  await page.evaluate((names) => Promise.all(names.map((name) => caches.open(name))), [old, ...others]);
  await page.goto(network.url);
  await page.waitForFunction(async (old) => !(await caches.keys()).includes(old), old);
  const names = await page.evaluate(() => caches.keys());
  assert.deepEqual(
    others.filter((name) => !names.includes(name)),
    [],
  );
});

test('a wrong answer or a redirect is not kept, and the service worker is not installed with it', async () => {
  const wrong = {
    'a wrong answer': (/** @type {any} */ _, /** @type {any} */ response) =>
      response.writeHead(200).end('<p>Please log in'),
    'a redirect': (/** @type {any} */ request, /** @type {any} */ response) =>
      response.writeHead(302, { location: running.server.url + request.url }).end(),
  };
  for (const [name, answer] of Object.entries(wrong)) {
    network.except(/icon\.svg$/, answer);
    const page = await context.newPage();
    await page.goto(network.url);
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.register('sw.js');
      const { installing } = registration;
      await new Promise((resolve) => installing?.addEventListener('statechange', resolve));
      return installing?.state;
    });
    assert.equal(state, 'redundant', name);
    const kept = await keptAddresses(page);
    assert.deepEqual(
      kept.filter((url) => url.endsWith('icon.svg')),
      [],
      name,
    );
    await page.close();
    network.restore();
  }
});

test('a file that is wrong in the cache is loaded again', async () => {
  const first = await visit();
  await untilKept(first, '.tflite', '.wasm', '/');
  await first.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) await cache.put(request, new Response('wrong'));
    }
  });
  await first.close();
  const page = await visit();
  assert.ok((await models(page)) > 0);
});

/** A page under its service worker, without the models, and the path of one of them. */
async function pageWithoutModels() {
  network.except(/^\/models\//);
  const page = await context.newPage();
  await page.goto(network.url);
  await untilKept(page, '.wasm', '/');
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  network.restore();
  const [model] = (await readFile(join(site(), 'files.js'), 'utf8')).match(/models\/face_detector[\w.]+/) ?? [];
  assert.ok(model);
  return { page, model };
}

test('a file is passed on while it arrives', async () => {
  const { page, model } = await pageWithoutModels();
  network.except(/\/face_detector\./, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).write('the first bytes');
  });
  const length = await page.evaluate(async (model) => {
    const chunk = await (await fetch(model)).body?.getReader().read();
    return chunk?.value?.length;
  }, model);
  assert.equal(length, 'the first bytes'.length);
});

test('a file that arrived wrong, and that the browser would keep for ever, is right the next time', async () => {
  const { page, model } = await pageWithoutModels();
  const length = () => page.evaluate(async (model) => (await (await fetch(model)).arrayBuffer()).byteLength, model);
  network.except(/\/face_detector\./, (_, response) => {
    response.writeHead(200, { 'cache-control': 'public, max-age=31536000, immutable' }).end('wrong');
    network.restore();
  });
  assert.equal(await length(), 'wrong'.length);
  await untilKept(page, model);
  assert.ok((await length()) > 1000);
});

test('an open page keeps its version while a new one is installed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precheck-'));
  await cp(site(), folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const own = await serve(folder);
  const first = await context.newPage();
  await first.goto(own.url);
  await untilKept(first, '.wasm', '/');
  const [old] = await first.evaluate(() => caches.keys());

  const page = `${await readFile(join(folder, 'index.html'), 'utf8')}<!-- changed -->`;
  const digest = createHash('sha256').update(page).digest('hex');
  const list = await readFile(join(folder, 'files.js'), 'utf8');
  const changed = list
    .replace(/"version":"\w+"/, '"version":"new"')
    .replace(/("index.html","sha256":")\w+/, `$1${digest}`);
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'files.js'), changed);
  await first.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await first.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting);
  assert.ok((await first.evaluate(() => caches.keys())).includes(old));

  await first.close();
  const second = await context.newPage();
  await second.goto(own.url);
  await second.waitForFunction(async (old) => !(await caches.keys()).includes(old), old);
  own.stop();
  await rm(folder, { recursive: true });
});
