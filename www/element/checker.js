/**
 * The checker without a face: `open()`, then `check(file, profile)`. Nothing here needs a page; a worker can
 * use it too.
 *
 *     import { open } from './checker.js';
 *     const checker = await open();
 *     const report = await checker.check(file, 'beijing-zikao-2022');
 */

import { MODULE } from './places.js';

/** @typedef {import('./checker.js').PhotoChecker} Declared what the package's types promise */
/** @typedef {import('./report.js').Answer} Answer */
/** @typedef {import('./report.js').Limits} Limits */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {{ resolve: (report: Report) => void, reject: (error: Error) => void }} Waiting */
/** @typedef {{ worker: Worker, limits: Promise<Limits>, waiting: Map<number, Waiting>, leave: (reason: string) => void }} Started */

/** The file is longer than the engine takes; it was not read. */
export class TooLong extends Error {
  /** @param {number} maxBytes */
  constructor(maxBytes) {
    super(`the file is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/**
 * A checker that is loaded and ready.
 * @param {string | URL} [source] the folder of the module's builds
 * @returns {Promise<PhotoChecker>}
 */
export async function open(source) {
  const checker = new PhotoChecker(source);
  await checker.open();
  return checker;
}

/**
 * Checks photos in a worker. A worker that fails is left, and the next photo gets a new one.
 * @implements {Declared}
 */
export class PhotoChecker {
  /** @type {Started | null} */
  #started = null;
  #asked = 0;
  #source;

  /** @param {string | URL} [source] the folder of the module's builds; a page's own paths are relative to it */
  constructor(source = MODULE) {
    this.#source = new URL(source, globalThis.document?.baseURI ?? location.href);
    if (!this.#source.pathname.endsWith('/')) this.#source.pathname += '/';
  }

  /**
   * Loads the module, which the first photo would otherwise wait for.
   * @returns {Promise<Limits>} what the engine takes at all
   */
  open() {
    this.#started ??= this.#start();
    return this.#started.limits;
  }

  /**
   * @param {Blob} file
   * @param {string} profile id of a profile in the module
   * @returns {Promise<Report>} rejected with `TooLong`, or with what went wrong in the worker
   */
  async check(file, profile) {
    const { maxBytes } = await this.open();
    if (file.size > maxBytes) throw new TooLong(maxBytes);
    const bytes = await file.arrayBuffer();
    // The worker may have failed meanwhile, and a new one hears nothing before it is ready.
    await this.open();
    const { worker, waiting } = (this.#started ??= this.#start());
    const number = ++this.#asked;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      worker.postMessage({ number, profile, bytes }, [bytes]);
    });
  }

  /** Ends the worker; a photo that still waits is refused. */
  close() {
    this.#started?.leave('the checker was closed');
  }

  /** @returns {Started} */
  #start() {
    const worker = startWorker(this.#source);
    /** @type {(reason: string) => void} */
    let leave = () => {};
    /** @type {Map<number, Waiting>} */
    const waiting = new Map();
    /** @type {Promise<Limits>} */
    const limits = new Promise((resolve, reject) => {
      leave = (reason) => {
        const error = new Error(reason);
        worker.terminate();
        this.#started = null;
        reject(error);
        for (const one of waiting.values()) one.reject(error);
      };
      worker.onerror = (event) => leave(event.message || 'the worker could not be loaded');
      worker.onmessage = (/** @type {MessageEvent<Answer>} */ { data }) => {
        if (data.kind === 'ready') return resolve(data.limits);
        if (data.kind === 'failed') return leave(data.reason);
        waiting.get(data.number)?.resolve(data.report);
        waiting.delete(data.number);
      };
    });
    return { worker, limits, waiting, leave };
  }
}

/**
 * A worker from another origin is refused by browsers: there a script of the page's own imports it.
 * @param {URL} source
 */
function startWorker(source) {
  const script = new URL('./worker.js', import.meta.url);
  script.searchParams.set('source', source.href);
  if (script.origin === location.origin) return new Worker(script, { type: 'module' });
  const importing = new Blob([`import(${JSON.stringify(script.href)}).catch((error) => {
    self.postMessage({ kind: 'failed', number: null, reason: error.message });
  });`], { type: 'text/javascript' });
  const address = URL.createObjectURL(importing);
  const worker = new Worker(address, { type: 'module' });
  // The browser has read the script by the time the worker first speaks.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
