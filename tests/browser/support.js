/** What every script of this folder needs: the browser, and the real server or a plain one for files. */

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const TYPES = /** @type {Record<string, string>} */ ({
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
});

/** The browser that xtask found. */
export function launch() {
  // Chromium refuses its sandbox to root, as which containers and CI run.
  return chromium.launch({ executablePath: process.env.PRECHECK_CHROMIUM, chromiumSandbox: false });
}

/**
 * The real server on a free port.
 * @param {string} [www] the folder of the pages
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function serve(www = join(ROOT, 'www')) {
  const program = process.env.PRECHECK_SERVER;
  if (!program) throw new Error('PRECHECK_SERVER names no program; run `cargo xtask test`');
  const server = spawn(program, ['--listen', '127.0.0.1:0', '--www', www], {
    cwd: ROOT,
    env: { ...process.env, PRECHECK_SERVER_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => void server.kill();
  for await (const line of createInterface({ input: server.stdout })) {
    const address = line.match(/http:\/\/[\d.]+:\d+/);
    if (!address) continue;
    server.stdout.resume();
    return { url: address[0], stop };
  }
  throw new Error('the server ended before it said where it listens');
}

/**
 * A server for scripts that compare and measure: the pages' files and some photos, with no rule of its own.
 * @param {string[]} photos paths of these and whatever else is needed; number n is served as /photos/n, and / is an empty page
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function serveFiles(photos, folder = join(ROOT, 'www')) {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?');
    if (path === '/') return response.setHeader('content-type', TYPES['.html']).end('<!doctype html>');
    const [, number] = path.match(/^\/photos\/(\d+)$/) ?? [];
    const file = number ? photos[Number(number)] : join(folder, path);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    readFile(file).then((bytes) => response.end(bytes), () => response.writeHead(404).end());
  });
  return listening(server);
}

/**
 * A page of another origin, as those have who embed the element.
 * @param {string} page
 * @param {string} [policy] its content security policy
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function serveHost(page, policy) {
  const server = createServer((_, response) => {
    if (policy) response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', TYPES['.html']).end(page);
  });
  return listening(server);
}

/**
 * A way to a server that can be watched and cut, as a network can.
 * @param {string} url
 */
export async function door(url) {
  /** @type {string[]} the paths that were asked for */
  const asked = [];
  /** @type {RegExp | null} */
  let refused = null;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    if (refused?.test(path)) return void request.socket.destroy();
    const { method, headers } = request;
    request.pipe(ask(url + path, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    }));
  });
  const { stop, url: own } = await listening(server);
  const cut = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: own, stop, cut, asked, refuse: (/** @type {RegExp} */ paths) => void (refused = paths) };
}

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<{ url: string, stop: () => void }>} once it listens, on a free port
 */
export async function listening(server) {
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void server.close() };
}

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe-core finds against WCAG 2.2 AA, a line a rule. @param {Page} page @returns {Promise<string[]>} */
export async function obstacles(page) {
  await page.evaluate(await AXE);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await /** @type {any} */ (window).axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.target).join(' ')}`);
  });
}
