/**
 * The checker without a face: `open()`, then `check(file, profile)`. Nothing here needs a page; a worker can
 * use it too.
 *
 *     import { open } from './checker.js';
 *     const checker = await open();
 *     const report = await checker.check(file, 'beijing-zikao-2022');
 */

import { folder, modelsFor } from './source.js';
import { AFTER_FAILURE, Trouble, blockedByPolicy } from './trouble.js';

export { Trouble } from './trouble.js';

/** @typedef {import('./checker.js').PhotoChecker} Declared what the package's types promise */
/** @typedef {import('./report.js').Answer} Answer */
/** @typedef {import('./report.js').Limits} Limits */
/** @typedef {import('./report.js').Progress} Progress */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {import('./report.js').Request} Request */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./small.js').Question} Question */
/** @typedef {import('./small.js').Reply} Reply */
/** @typedef {{ first: (report: Report) => void, resolve: (report: Report) => void, reject: (error: Error) => void }} Waiting */
/** @typedef {Map<number, (facts: Fact[]) => void>} Curious */
/** @typedef {{ worker: Worker, listening: Promise<void>, limits: Promise<Limits>, waiting: Map<number, Waiting>, curious: Curious, leave: (error: Error) => void }} Started */

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
 * Checks photos in a worker. A worker that stops is left; the photo at hand is tried once more in a new one.
 * @implements {Declared}
 */
export class PhotoChecker {
  /** @type {Started | null} */
  #started = null;
  #ready = false;
  #asked = 0;
  #source;
  /** @type {Progress} */
  #progress = { loaded: 0, total: 0, failed: null };
  /** @type {((progress: Progress) => void) | null} */
  onprogress = null;

  /** @param {string | URL} [source] the folder of the module's builds; a page's own paths are relative to it */
  constructor(source) {
    this.#source = folder(source);
  }

  /**
   * Loads the module, which the first photo would otherwise wait for.
   * @returns {Promise<Limits>} what the engine takes at all; rejected with `Trouble`
   */
  async open() {
    if (typeof WebAssembly !== 'object') throw new Trouble('unsupported', 'no WebAssembly');
    this.#started ??= this.#start();
    return this.#started.limits;
  }

  /** Whether the module is loaded: until then a check takes as long as the network. */
  get ready() {
    return this.#ready;
  }

  /** How far the models are. */
  get progress() {
    return this.#progress;
  }

  /**
   * @param {Blob} file
   * @param {string} profile id of a profile in the module
   * @param {import('./checker.js').CheckOptions} [options]
   * @returns {Promise<Report>} rejected with `TooLong` or `Trouble`, or with the signal's reason
   */
  async check(file, profile, options = {}) {
    try {
      return await this.#ask(file, profile, options);
    } catch (error) {
      if (!(error instanceof Trouble) || error.trouble !== 'stopped') throw error;
      return this.#ask(file, profile, options);
    }
  }

  /**
   * What the file itself tells, by the small module, which is there before the checker.
   * @param {Blob} file
   * @returns {Promise<Fact[]>} none where it cannot run: `check` says why
   */
  async facts(file) {
    this.open().catch(() => {
      // Whoever has the photo checked is told.
    });
    if (!this.#started) return [];
    const { worker, listening, curious } = this.#started;
    const number = ++this.#asked;
    return new Promise((resolve) => {
      curious.set(number, resolve);
      listening.then(() => worker.postMessage(/** @type {Question} */ ({ kind: 'facts', number, file })));
    });
  }

  /** Ends the worker; a photo that still waits is refused. */
  close() {
    this.#started?.leave(new Error('the checker was closed'));
  }

  /**
   * @param {Blob} file
   * @param {string} profile
   * @param {import('./checker.js').CheckOptions} options
   * @returns {Promise<Report>}
   */
  async #ask(file, profile, { first = () => {}, signal }) {
    const { maxBytes } = await this.open();
    if (file.size > maxBytes) throw new TooLong(maxBytes);
    const bytes = await file.arrayBuffer();
    // The worker may have failed meanwhile, and a new one hears nothing before it is ready.
    await this.open();
    signal?.throwIfAborted();
    const { worker, waiting } = (this.#started ??= this.#start());
    const number = ++this.#asked;
    const say = (/** @type {Request} */ request) => worker.postMessage(request, request.kind === 'check' ? [bytes] : []);
    return new Promise((resolve, reject) => {
      waiting.set(number, { first, resolve, reject });
      say({ kind: 'check', number, profile, bytes });
      signal?.addEventListener('abort', () => {
        if (!waiting.delete(number)) return;
        say({ kind: 'forget', number });
        reject(signal.reason);
      });
    });
  }

  /** @returns {Started} */
  #start() {
    const blocked = blockedByPolicy();
    const worker = startWorker(this.#source);
    /** @type {(error: Error) => void} */
    let leave = () => {};
    /** @type {Map<number, Waiting>} */
    const waiting = new Map();
    /** @type {Curious} */
    const curious = new Map();
    let heard = () => {};
    const listening = new Promise((/** @type {(value: void) => void} */ resolve) => (heard = resolve));
    /** @type {Promise<Limits>} */
    const limits = new Promise((resolve, reject) => {
      leave = (error) => {
        worker.terminate();
        this.#started = null;
        this.#ready = false;
        reject(error);
        for (const one of waiting.values()) one.reject(error);
        for (const resolve of curious.values()) resolve([]);
      };
      worker.onerror = async ({ message }) => {
        const cause = this.#ready ? 'stopped' : (await blocked()) ? 'policy' : 'download';
        leave(new Trouble(cause, message || 'the worker could not be loaded'));
      };
      worker.onmessage = (/** @type {MessageEvent<Answer | Reply>} */ { data }) => {
        if (data.kind === 'listening') return heard();
        if (data.kind === 'facts') return curious.get(data.number)?.(data.facts);
        if (data.kind === 'failed') return leave(new Trouble(data.cause, data.reason));
        if (data.kind === 'ready') {
          this.#ready = true;
          return resolve(data.limits);
        }
        if (data.kind === 'models') return this.#tell({ ...data, failed: null });
        if (data.kind === 'no-models') return this.#tell({ ...this.#progress, failed: data.reason });
        const { first, resolve: last } = waiting.get(data.number) ?? {};
        if (!data.last) return first?.(data.report);
        last?.(data.report);
        waiting.delete(data.number);
      };
    });
    return { worker, listening, limits, waiting, curious, leave };
  }

  /** @param {Progress} progress */
  #tell({ loaded, total, failed }) {
    this.#progress = { loaded, total, failed };
    this.onprogress?.(this.#progress);
  }
}

/**
 * A worker from another origin is refused by browsers: there a script of the page's own imports it.
 * @param {URL} source
 */
function startWorker(source) {
  const script = new URL('./worker.js', import.meta.url);
  // The name tells the worker its folders: so its address is the same for all, and kept by browsers.
  const name = [source, modelsFor(source)].map(({ href }) => href).join(' ');
  if (script.origin === location.origin) return moduleWorker(script, name);
  const importing = new Blob([importer(script.href)], { type: 'text/javascript' });
  const address = URL.createObjectURL(importing);
  const worker = moduleWorker(address, name);
  // The browser has read the script by the time the worker first speaks.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/**
 * @param {string | URL} script
 * @param {string} name
 */
function moduleWorker(script, name) {
  let understood = false;
  const options = {
    name,
    get type() {
      understood = true;
      return /** @type {const} */ ('module');
    },
  };
  try {
    const worker = new Worker(script, options);
    if (understood) return worker;
    worker.terminate();
  } catch (error) {
    throw new Trouble('policy', String(error));
  }
  throw new Trouble('unsupported', 'no module workers');
}

/** The text of a worker that imports the script and tells why it could not. @param {string} script */
function importer(script) {
  return `let cause = 'download';
    addEventListener('securitypolicyviolation', () => { cause = 'policy'; });
    import(${JSON.stringify(script)}).catch((error) => {
      setTimeout(() => postMessage({ kind: 'failed', cause, reason: String(error) }), ${AFTER_FAILURE});
    });`;
}
