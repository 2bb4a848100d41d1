/**
 * The browsers in which reports are compared and the page is tried, each by the protocol that it speaks: Chromium by
 * playwright, Firefox by WebDriver BiDi (puppeteer), WebKitGTK by WebDriver. The tests of the pages use Chromium alone.
 */

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

import puppeteer from 'puppeteer-core';

import { launch } from './support.js';

/**
 * @typedef {object} Page an open page
 * @property {(url: string) => Promise<unknown>} goto
 * @property {<A, R>(run: (argument: A) => Promise<R>, argument: A) => Promise<R>} evaluate runs a function in the page
 *
 * @typedef {object} Browser
 * @property {string} version name and version, as the browser says
 * @property {() => Promise<Page>} newPage with a process of its own, so that pages run at the same time
 * @property {() => Promise<unknown>} close
 */

/** The longest that a page may take for one call, in milliseconds: a photo without SIMD on a busy machine. */
const PATIENCE = 300_000;

/** How often a driver is asked whether it is ready, in milliseconds. */
const INTERVAL = 100;

/** @type {Record<string, () => Promise<Browser>>} */
const LAUNCHERS = { chromium, firefox, webkitgtk };

/** Launches a browser. @param {string} name of a launcher */
export function launchByName(name) {
  const launcher = LAUNCHERS[name];
  if (!launcher) throw new Error(`no browser is called ${name}; there are ${Object.keys(LAUNCHERS).join(', ')}`);
  return launcher();
}

/** @returns {Promise<Browser>} */
async function chromium() {
  const browser = await launch();
  return {
    version: `Chromium ${browser.version()}`,
    newPage: async () => (await browser.newContext()).newPage(),
    close: () => browser.close(),
  };
}

/** @returns {Promise<Browser>} */
async function firefox() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.PRECHECK_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    protocolTimeout: PATIENCE,
  });
  return {
    version: await browser.version(),
    newPage: async () => /** @type {Page} */ (await (await browser.createBrowserContext()).newPage()),
    close: () => browser.close(),
  };
}

/** Its driver has one session, of one window; each page has a driver. @returns {Promise<Browser>} */
async function webkitgtk() {
  /** @type {Session[]} */
  const sessions = [await Session.open()];
  const unused = [...sessions];
  return {
    version: sessions[0].version,
    async newPage() {
      const session = unused.pop() ?? (await Session.open());
      if (!sessions.includes(session)) sessions.push(session);
      return session;
    },
    close: () => Promise.all(sessions.map((session) => session.close())),
  };
}

/** A session of WebDriver with WebKitGTK's small browser, on a screen of its own. */
class Session {
  #driver;
  #path;
  version;

  /**
   * @param {import('node:child_process').ChildProcess} driver
   * @param {string} url of the session
   * @param {string} version
   */
  constructor(driver, url, version) {
    this.#driver = driver;
    this.#path = url;
    this.version = version;
  }

  static async open() {
    const port = await freePort();
    // A group of its own: the screen, the driver and the browser end together.
    const driver = spawn('xvfb-run', ['--auto-servernum', 'WebKitWebDriver', `--port=${port}`], {
      detached: true,
      stdio: 'ignore',
    });
    const url = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + PATIENCE;
    while (!(await answers(`${url}/status`))) {
      if (Date.now() > deadline || driver.exitCode !== null) throw new Error('WebKitWebDriver does not start');
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
    const options = { 'webkitgtk:browserOptions': { args: ['--automation'] } };
    const session = await command('POST', `${url}/session`, { capabilities: { alwaysMatch: options } });
    const path = `${url}/session/${session.sessionId}`;
    await command('POST', `${path}/timeouts`, { script: PATIENCE, pageLoad: PATIENCE });
    return new Session(driver, path, `WebKitGTK ${session.capabilities.browserVersion}`);
  }

  /** @param {string} url */
  goto(url) {
    return command('POST', `${this.#path}/url`, { url });
  }

  /**
   * @template A, R
   * @param {(argument: A) => Promise<R>} run
   * @param {A} argument
   * @returns {Promise<R>}
   */
  async evaluate(run, argument) {
    const script = `const [argument, done] = arguments;
      Promise.resolve(argument).then(${run}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await command('POST', `${this.#path}/execute/async`, { script, args: [argument] });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  async close() {
    await command('DELETE', this.#path);
    if (this.#driver.pid) process.kill(-this.#driver.pid);
  }
}

/**
 * A command of WebDriver.
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @returns {Promise<any>} the answer's value
 */
async function command(method, url, body) {
  const answer = await fetch(url, {
    method,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}

/** @param {string} url */
async function answers(url) {
  return fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** A port that nobody listens on. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
