/**
 * The headless checker: `open()`, then `check(file, profile)`. It needs no page and also runs in a worker.
 *
 *     import { open } from './checker.js';
 *     const checker = await open();
 *     const report = await checker.check(file, 'beijing-zikao-2022');
 */

import { EngineError, watchPolicyViolations } from './engine-error.js';
import { buildsFolder } from './folders.js';
import { startWorker } from './start-worker.js';

export { EngineError } from './engine-error.js';

/** @typedef {import('./checker.js').PhotoChecker} Declared the class as the package's types declare it */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./protocol.js').Answer} Answer */
/** @typedef {import('./protocol.js').Limits} Limits */
/** @typedef {import('./protocol.js').Progress} Progress */
/** @typedef {import('./protocol.js').Request} Request */
/** @typedef {import('./report.js').Report} Report */

/** @typedef {{ onPreliminary: (report: Report) => void, resolve: (report: Report) => void, reject: (error: Error) => void }} PendingCheck */

/**
 * @typedef {object} Engine a worker with the photos that it was given
 * @property {Worker} worker
 * @property {Promise<void>} listening until then, messages to the worker are lost
 * @property {Promise<Limits>} limits
 * @property {Map<number, PendingCheck>} pendingChecks
 * @property {Map<number, (facts: Fact[]) => void>} pendingFacts
 * @property {(error: Error) => void} shutDown
 */

/** The file is longer than the engine accepts; it was not read. */
export class FileTooLargeError extends Error {
  /** @param {number} maxBytes */
  constructor(maxBytes) {
    super(`the file is longer than ${maxBytes} bytes`);
    this.name = 'FileTooLargeError';
    this.maxBytes = maxBytes;
  }
}

/**
 * A checker whose module is loaded.
 * @param {string | URL} [source] the folder of the WebAssembly builds
 * @returns {Promise<PhotoChecker>}
 */
export async function open(source) {
  const checker = new PhotoChecker(source);
  await checker.open();
  return checker;
}

/**
 * Checks photos in a worker. After a crash the photo is tried once more in a new worker.
 * @implements {Declared}
 */
export class PhotoChecker {
  /** @type {Engine | null} */
  #engine = null;
  #ready = false;
  #lastNumber = 0;
  #builds;
  /** @type {Progress} */
  #progress = { loaded: 0, total: 0, failed: null };
  /** @type {((progress: Progress) => void) | null} */
  onprogress = null;

  /** @param {string | URL} [source] the folder of the WebAssembly builds, relative to the page */
  constructor(source) {
    this.#builds = buildsFolder(source);
  }

  /**
   * Loads the module; otherwise the first photo waits for it.
   * @returns {Promise<Limits>} rejected with `EngineError`
   */
  async open() {
    if (typeof WebAssembly !== 'object') throw new EngineError('unsupported', 'no WebAssembly');
    this.#engine ??= this.#start();
    return this.#engine.limits;
  }

  get ready() {
    return this.#ready;
  }

  get progress() {
    return this.#progress;
  }

  /**
   * @param {Blob} file
   * @param {string} profile id of a profile in the module
   * @param {import('./checker.js').CheckOptions} [options]
   * @returns {Promise<Report>} rejected with `FileTooLargeError` or `EngineError`, or with the signal's reason
   */
  async check(file, profile, options = {}) {
    try {
      return await this.#checkOnce(file, profile, options);
    } catch (error) {
      if (!(error instanceof EngineError) || error.reason !== 'stopped') throw error;
      return this.#checkOnce(file, profile, options);
    }
  }

  /**
   * Measures the file itself by the preflight module, which is loaded before the checker.
   * @param {Blob} file
   * @returns {Promise<Fact[]>} empty where it cannot run; `check` then gives the reason
   */
  async facts(file) {
    this.open().catch(() => {
      // `check` reports it.
    });
    if (!this.#engine) return [];
    const { worker, listening, pendingFacts } = this.#engine;
    const number = ++this.#lastNumber;
    return new Promise((resolve) => {
      pendingFacts.set(number, resolve);
      listening.then(() => post(worker, { kind: 'facts', number, file }));
    });
  }

  /** Ends the worker; pending checks are rejected. */
  close() {
    this.#engine?.shutDown(new Error('the checker was closed'));
  }

  /**
   * @param {Blob} file
   * @param {string} profile
   * @param {import('./checker.js').CheckOptions} options
   * @returns {Promise<Report>}
   */
  async #checkOnce(file, profile, { onPreliminary = () => {}, signal }) {
    const { maxBytes } = await this.open();
    if (file.size > maxBytes) throw new FileTooLargeError(maxBytes);
    const bytes = await file.arrayBuffer();
    // The worker may have failed meanwhile, and a new one loses messages until it is ready.
    await this.open();
    signal?.throwIfAborted();
    this.#engine ??= this.#start();
    const { worker, pendingChecks } = this.#engine;
    const number = ++this.#lastNumber;
    return new Promise((resolve, reject) => {
      pendingChecks.set(number, { onPreliminary, resolve, reject });
      post(worker, { kind: 'check', number, profile, bytes }, [bytes]);
      signal?.addEventListener('abort', () => {
        if (!pendingChecks.delete(number)) return;
        post(worker, { kind: 'cancel', number });
        reject(signal.reason);
      });
    });
  }

  /** @returns {Engine} */
  #start() {
    const violatesPolicy = watchPolicyViolations();
    const worker = startWorker(this.#builds);
    /** @type {Engine['shutDown']} */
    let shutDown = () => {};
    /** @type {Engine['pendingChecks']} */
    const pendingChecks = new Map();
    /** @type {Engine['pendingFacts']} */
    const pendingFacts = new Map();
    let markListening = () => {};
    const listening = new Promise((/** @type {(value: void) => void} */ resolve) => (markListening = resolve));
    /** @type {Promise<Limits>} */
    const limits = new Promise((resolve, reject) => {
      shutDown = (error) => {
        worker.terminate();
        this.#engine = null;
        this.#ready = false;
        reject(error);
        for (const pending of pendingChecks.values()) pending.reject(error);
        for (const resolveFacts of pendingFacts.values()) resolveFacts([]);
      };
      worker.onerror = async ({ message }) => {
        const reason = this.#ready ? 'stopped' : (await violatesPolicy()) ? 'policy' : 'download';
        shutDown(new EngineError(reason, message || 'the worker could not be loaded'));
      };
      worker.onmessage = (/** @type {MessageEvent<Answer>} */ { data }) => {
        switch (data.kind) {
          case 'listening':
            return markListening();
          case 'facts':
            return pendingFacts.get(data.number)?.(data.facts);
          case 'failed':
            return shutDown(new EngineError(data.reason, data.message));
          case 'ready':
            this.#ready = true;
            return resolve(data.limits);
          case 'models':
            return this.#setProgress({ loaded: data.loaded, total: data.total, failed: null });
          case 'models-failed':
            return this.#setProgress({ ...this.#progress, failed: data.message });
          case 'report': {
            const pending = pendingChecks.get(data.number);
            if (!data.final) return pending?.onPreliminary(data.report);
            pending?.resolve(data.report);
            pendingChecks.delete(data.number);
          }
        }
      };
    });
    return { worker, listening, limits, pendingChecks, pendingFacts, shutDown };
  }

  /** @param {Progress} progress */
  #setProgress(progress) {
    this.#progress = progress;
    this.onprogress?.(progress);
  }
}

/**
 * @param {Worker} worker
 * @param {Request} request
 * @param {Transferable[]} [transfer]
 */
function post(worker, request, transfer = []) {
  worker.postMessage(request, transfer);
}
