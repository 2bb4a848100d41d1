/** The check page as `cargo xtask site` builds it, on the real server. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { launch, proxy, serve, serveHost, site } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('node:http').IncomingMessage} Answer */
/** @typedef {{ version: string, files: import('../../tools/site/site.js').ListedFile[] }} Site */

/** What the first visit may transfer until the page is ready for a photo, without models. */
const FIRST_VISIT = 250_000;

/** What it may transfer when nothing has changed since. */
const SECOND_VISIT = 5_000;

const TYPES = /** @type {Record<string, string>} */ ({
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
  tflite: 'application/octet-stream',
  wasm: 'application/wasm',
});

/** @type {{ url: string, stop: () => void }} */
let server;
/** The files without their compressed forms, by path. @type {string[]} */
let files;

before(async () => {
  server = await serve();
  const paths = await readdir(site(), { recursive: true });
  files = paths.filter((path) => /\.(?!br$|gz$)\w+$/.test(path) && !/^code\.\w+$/.test(path));
});

after(() => server?.stop());

/**
 * One answer as it is sent.
 * @param {string} path
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, headers: Answer['headers'], body: Buffer }>}
 */
function request(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${server.url}/${path}`, { headers }, async (answer) => {
      const body = Buffer.concat(await answer.toArray());
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
    });
    sent.on('error', reject).end();
  });
}

/** The list that the service worker imports. */
async function list() {
  const { body } = await request('files.js');
  return /** @type {Site} */ (JSON.parse(body.toString().replace(/^self\.SITE = |;\n$/g, '')));
}

test('every file has its type, may be loaded by any origin, and says how long it keeps', async () => {
  assert.ok(files.length > 20, `${files}`);
  for (const path of files) {
    const { status, headers } = await request(path, { origin: 'https://exam.example' });
    assert.equal(status, 200, path);
    assert.equal(headers['content-type']?.split(';')[0], TYPES[path.split('.').at(-1) ?? ''], path);
    assert.equal(headers['access-control-allow-origin'], '*', path);
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin', path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    const kept = /^(code|models)\W/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
    assert.equal(headers['cache-control'], kept, path);
  }
});

test('every file that has a compressed form is the same as it', async () => {
  const forms = /** @type {[string, (bytes: Buffer) => Buffer][]} */ ([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ]);
  let compressed = 0;
  for (const path of files) {
    const { body: plain } = await request(path);
    for (const [form, unpack] of forms) {
      const { headers, body } = await request(path, { 'accept-encoding': form });
      if (headers['content-encoding'] === undefined) continue;
      assert.equal(headers['content-encoding'], form, path);
      assert.ok(unpack(body).equals(plain) && body.length < plain.length, `${path} as ${form}`);
      compressed += 1;
    }
  }
  assert.ok(compressed > files.length, `${compressed} forms of ${files.length} files`);
});

test('a file that is revalidated is not sent again while it is the same', async () => {
  for (const path of ['', 'files.js', 'element/portrait-precheck.js']) {
    const { headers } = await request(path);
    assert.ok(headers.etag, path);
    const again = await request(path, { 'if-none-match': headers.etag });
    assert.deepEqual([again.status, again.body.length], [304, 0], path);
  }
});

test('the page and the public scripts load from the folder of the code', async () => {
  const page = (await request('')).body.toString();
  const addresses = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address]) => address);
  assert.ok(addresses.length > 0);
  for (const address of addresses) {
    assert.match(address, /^code\.\w{16}\//);
    assert.equal((await request(address)).status, 200, address);
  }
  const [codeFolder] = addresses[0].split('/');
  for (const path of ['element/portrait-precheck.js', 'element/checker.js']) {
    const { body } = await request(path);
    assert.equal(body.toString(), `export * from '../${codeFolder}/${path.replace('/', '-')}';\n`);
  }
});

test('the list has every page and every file that is kept for ever, with lengths and SHA-256', async () => {
  const { files: listed } = await list();
  const expected = files.filter((path) => /^(code|models)\W|\.html$/.test(path));
  assert.deepEqual(listed.map(({ path }) => path).sort(), expected.sort());
  for (const { path, bytes, sent, sha256 } of listed) {
    const { body } = await request(path.replace(/index\.html$/, ''));
    assert.deepEqual([body.length, createHash('sha256').update(body).digest('hex')], [bytes, sha256], path);
    assert.equal((await request(path, { 'accept-encoding': 'br' })).body.length, sent, path);
  }
});

test('the element runs in a page of another origin by its stable address', async () => {
  const script = `<script type="module" src="${server.url}/element/portrait-precheck.js"></script>`;
  const host = await serveHost(
    `<!doctype html>${script}<portrait-precheck profile="beijing-zikao-2022"></portrait-precheck>`,
  );
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await untilReady(page, host.url);
  } finally {
    await browser.close();
    host.stop();
  }
});

/**
 * @param {Page} page
 * @param {string} url
 */
async function untilReady(page, url) {
  await page.addInitScript(() => {
    addEventListener('precheck-ready', () => document.documentElement.setAttribute('data-ready', ''), true);
  });
  await page.goto(url);
  await page.waitForSelector('[data-ready]', { state: 'attached' });
}

test('the first visit transfers little until the page is ready, and the second nearly nothing', async () => {
  const counting = await proxy(server.url);
  counting.except(/^\/models\//, (_, response) => response.writeHead(404).end());
  const browser = await launch();
  const context = await browser.newContext();
  try {
    /** @param {Page} page */
    const visit = async (page) => {
      const before = counting.sent();
      await untilReady(page, counting.url);
      await page.close();
      return counting.sent() - before;
    };
    const first = await visit(await context.newPage());
    const second = await visit(await context.newPage());
    console.log(`first visit ${first} bytes, second ${second}`);
    assert.ok(first > 100_000 && first <= FIRST_VISIT, `first visit: ${first} bytes`);
    assert.ok(second <= SECOND_VISIT, `second visit: ${second} bytes`);
  } finally {
    await browser.close();
    counting.stop();
  }
});
