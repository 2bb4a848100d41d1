/** The worker's own content security policy: the script that holds the photo reaches no server but its own. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { FILE, FINAL, listening, PHOTO, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const running = serverAndBrowser();

/** A server of another origin that everybody may use, and what it receives. */
async function otherServer() {
  /** @type {string[]} */
  const received = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    response.setHeader('content-type', 'text/javascript').end();
  });
  server.on('upgrade', ({ url }, socket) => {
    received.push(url ?? '');
    socket.destroy();
  });
  return { ...(await listening(server)), received };
}

/** A page with a worker that has no policy. */
function pageWithoutPolicy() {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/worker.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? '' : '<!doctype html><script>worker = new Worker("worker.js", { type: "module" })</script>',
    );
  });
  return listening(server);
}

/** Tries every way from a worker to another server; runs in the worker. @param {string} url */
async function sendAway(url) {
  const photo = new Blob(['photo']);
  /** @param {(done: () => void) => void} start */
  const tried = (start) => new Promise((resolve) => start(() => resolve(undefined)));
  await Promise.allSettled([
    fetch(`${url}/fetch`, { method: 'POST', body: photo, mode: 'no-cors' }),
    import(`${url}/import`),
    tried((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open('POST', `${url}/xhr`);
      request.send(photo);
    }),
    tried((done) => {
      new WebSocket(`${url.replace('http', 'ws')}/socket`).onerror = done;
    }),
    tried((done) => {
      const source = new EventSource(`${url}/events`);
      source.onerror = () => {
        source.close();
        done();
      };
    }),
    tried((done) => {
      const script = new Blob([`fetch('${url}/nested', { mode: 'no-cors' }).finally(() => postMessage(0))`]);
      const worker = new Worker(URL.createObjectURL(script));
      worker.onmessage = done;
      worker.onerror = done;
    }),
  ]);
}

/** Everything that {@link sendAway} tries on a page's worker, as far as it arrives. @param {string} url */
async function arrivesFrom(url) {
  const other = await otherServer();
  const page = await running.browser.newPage({ serviceWorkers: 'block' });
  const started = page.waitForEvent('worker');
  await page.goto(url);
  await (await started).evaluate(sendAway, other.url);
  await page.close();
  other.stop();
  return other.received.sort();
}

test('the worker of the check page sends nothing to another server', async () => {
  assert.deepEqual(await arrivesFrom(running.server.url), []);
});

test('a worker without the policy would: the test above can fail', async () => {
  const plain = await pageWithoutPolicy();
  const all = ['/events', '/fetch', '/import', '/nested', '/socket', '/xhr'];
  assert.deepEqual(await arrivesFrom(plain.url), all);
  plain.stop();
});

test('a check only gets files of its own server', async () => {
  const page = await running.browser.newPage({ serviceWorkers: 'block' });
  /** @type {string[]} */
  const requests = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  const script = page.waitForResponse('**/worker.js');
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  assert.match((await script).headers()['content-security-policy'], /^default-src 'none';/);
  const others = requests.filter(
    (line) => !line.startsWith(`GET ${running.server.url}/`) && !line.startsWith('GET blob:'),
  );
  assert.deepEqual(others, []);
  for (const kind of [/\.wasm$/, /\.tflite$/])
    assert.ok(
      requests.some((line) => kind.test(line)),
      `${kind}`,
    );
  await page.close();
});
