/** What the scripts of this folder share: the browser, the real server or a plain one for files, and selectors. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The photo of the checker's self-test. */
export const PHOTO = join(ROOT, 'src/self_test.jpg');

/** Where a photo is chosen. */
export const FILE = 'input[type=file]:not([capture])';

/** The final report. */
export const DONE = '[part=result]:not([data-incomplete])';

/** Its heading. */
export const FINAL = `${DONE} .decision`;

const TYPES = /** @type {Record<string, string>} */ ({
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
});

/** The npm package, with what is built into it. */
export function packageFolder() {
  return required(join(ROOT, 'www/package'), 'pkg/profiles.json', 'cargo xtask wasm');
}

/** The check page as it is served. */
export function site() {
  return required(process.env.PRECHECK_SITE ?? join(ROOT, 'target/site/check'), 'index.html', 'cargo xtask site');
}

/**
 * @param {string} folder
 * @param {string} file that has to be in it
 * @param {string} command that makes it
 */
function required(folder, file, command) {
  if (existsSync(join(folder, file))) return folder;
  throw new Error(`${join(folder, file)} is missing; build it by \`${command}\``);
}

/** Milliseconds until a test gives up waiting: only what never happens fails, also on a busy machine. */
export const PATIENCE = 120_000;

/** The installed Chromium. */
export async function launch() {
  const executablePath = process.env.PRECHECK_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing; PRECHECK_CHROMIUM names another one`);
  // Chromium refuses its sandbox to root, as which containers and CI run.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false, timeout: PATIENCE });
  const newContext = browser.newContext.bind(browser);
  // Pages that are opened without a context get one in this way, too.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE);
    return context;
  };
  return browser;
}

/**
 * The real server on a free port.
 * @param {string} [www] the folder that it serves
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function serve(www = site()) {
  const name = 'precheck-server';
  const built = () => required(join(ROOT, 'target/local'), name, `cargo build --profile local --package ${name}`);
  const program = process.env.PRECHECK_SERVER ?? join(built(), name);
  const server = spawn(program, ['--listen', '127.0.0.1:0', '--www', www], {
    cwd: ROOT,
    env: { ...process.env, PRECHECK_SERVER__LOG: 'error' },
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
 * The server and the browser of a test file: started before its tests, stopped after them.
 * @param {() => Promise<{ url: string, stop: () => void }>} [start] starts the server
 * @returns {{ server: { url: string, stop: () => void }, browser: import('playwright-core').Browser }}
 */
export function serverAndBrowser(start = () => serve()) {
  const running = /** @type {ReturnType<typeof serverAndBrowser>} */ ({});
  before(async () => {
    running.server = await start();
    running.browser = await launch();
  });
  after(async () => {
    await running.browser?.close();
    running.server?.stop();
  });
  return running;
}

/**
 * A server for scripts that compare and measure: the package's files and some photos.
 * @param {string[]} photos paths of these and of other files; number n is served as /photos/n, and / is an empty page
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function serveFiles(photos, folder = packageFolder()) {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?');
    if (path === '/') return response.setHeader('content-type', TYPES['.html']).end('<!doctype html>');
    const [, number] = path.match(/^\/photos\/(\d+)$/) ?? [];
    const file = number ? photos[Number(number)] : join(folder, path);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    readFile(file).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return listening(server);
}

/**
 * A page of another origin, which embeds the element.
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

/** @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} Answer */

/**
 * A proxy to a server: records the requests, and can give other answers or none.
 * @param {string} url
 */
export async function proxy(url) {
  /** @type {string[]} the paths that were requested */
  const requested = [];
  let sent = 0;
  /** @type {{ paths: RegExp, answer: Answer }[]} */
  let exceptions = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requested.push(path);
    const exception = exceptions.find(({ paths }) => paths.test(path));
    if (exception) return exception.answer(request, response);
    const { method, headers } = request;
    const forwarded = httpRequest(url + path, { method, headers }, (answer) => {
      sent += answer.rawHeaders.reduce((length, text) => length + text.length + 2, 0);
      answer.on('data', (piece) => (sent += piece.length));
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  const { stop, url: own } = await listening(server);
  return {
    url: own,
    stop,
    requested,
    /** Bytes of all answers that were passed on, with their headers. */
    sent: () => sent,
    /** Ends all connections. */
    cut() {
      server.close();
      server.closeAllConnections();
    },
    /** Answers requests for these paths in another way. @param {RegExp} paths @param {Answer} [answer] none by default */
    except(paths, answer = (request) => request.socket.destroy()) {
      exceptions = [{ paths, answer }, ...exceptions];
    },
    /** Ends all exceptions. */
    restore() {
      exceptions = [];
    },
  };
}

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<{ url: string, stop: () => void }>} once it listens, on a free port
 */
export async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void server.close() };
}

/**
 * Changes every report that the page's worker makes.
 * @template T
 * @param {Page} page
 * @param {(report: Report, argument: T) => Partial<Report>} change runs in the worker
 * @param {T} [argument]
 */
export async function changeReports(page, change, argument) {
  const changed = `((report) => ({ ...report, ...(${change})(report, ${JSON.stringify(argument)}) }))`;
  await page.route('**/worker.js', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/[\w$]+\.report\([\w$]+\)/g, (call) => `${changed}(${call})`);
    await route.fulfill({ response, body });
  });
}

/** As many stops of the Tab key as there may be before what a test looks for. */
const STOPS = 12;

/** Moves the focus by the keyboard to the first element that matches. @param {Page} page @param {string} selector */
export async function tabTo(page, selector) {
  const focused = page.locator(`${selector}:focus`);
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press('Tab');
    if ((await focused.count()) > 0) return;
  }
  throw new Error(`${selector} is not within ${STOPS} stops of the Tab key`);
}

/** The rules of a page's lines, in no particular order. @param {Page} page @returns {Promise<string[]>} */
export async function shownRules(page) {
  const rules = await page
    .locator('li[data-rule]')
    .evaluateAll((lines) => lines.map((line) => /** @type {HTMLElement} */ (line).dataset.rule ?? ''));
  return rules.sort();
}

/** The rules of a report, in the same order. @param {Report} report */
export function rulesOf({ findings }) {
  return findings.flatMap(({ rule }) => rule ?? []).sort();
}

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe-core reports against WCAG 2.2 AA, one line for each rule. @param {Page} page @returns {Promise<string[]>} */
export async function accessibilityViolations(page) {
  await page.evaluate(await AXE);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await /** @type {any} */ (window).axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map(
      (/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.target).join(' ')}`,
    );
  });
}
