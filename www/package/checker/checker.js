/**
 * The headless checker: `open()`, then `check(file, profile)`. It needs no page and also runs in a worker.
 *
 *     import { open } from './checker.js';
 *     const checker = await open();
 *     const report = await checker.check(file, 'beijing-zikao-2022');
 */

import { addresses } from './addresses.js';
import { Engine } from './engine.js';
import { EngineError } from './engine-error.js';
import { loadProfile } from './profile-summaries.js';
import { untilAborted } from './transfer.js';

export { EngineError } from './engine-error.js';
export { reportClaim } from './report-claim.js';

/** @typedef {import('./checker.js').PhotoChecker} Declared the class as the package's types declare it */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./protocol.js').Limits} Limits */
/** @typedef {import('./protocol.js').Progress} Progress */
/** @typedef {import('./report.js').Report} Report */

/** The profile that the module carries, so that it can judge where nothing but the module was loaded. */
const CARRIED = 'beijing-zikao-2022';

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
  #addresses;
  /** @type {Progress} */
  #progress = { loaded: 0, total: 0, failed: null };
  /** @type {((progress: Progress) => void) | null} */
  onprogress = null;

  /** @param {string | URL} [source] the folder of the WebAssembly builds, relative to the page */
  constructor(source) {
    this.#addresses = addresses(source);
  }

  /**
   * Loads the module; otherwise the first photo waits for it.
   * @returns {Promise<Limits>} rejected with `EngineError`
   */
  async open() {
    return this.#workingEngine().limits;
  }

  get ready() {
    return this.#engine?.ready ?? false;
  }

  get progress() {
    return this.#progress;
  }

  /**
   * @param {Blob} file
   * @param {string} profile the id of one of the package's profiles, or one as JSON
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
   * Measures the file itself by the preflight module, which is downloaded sooner than the checker.
   * @param {Blob} file
   * @returns {Promise<Fact[]>} empty where it cannot run, and where the checker is loaded: `check` then says more
   */
  async facts(file) {
    try {
      return await this.#workingEngine().facts(file);
    } catch {
      return [];
    }
  }

  /** Ends the worker; pending checks are rejected. */
  close() {
    this.#engine?.terminate(new Error('the checker was closed'));
  }

  /**
   * @param {Blob} file
   * @param {string} profile
   * @param {import('./checker.js').CheckOptions} options
   * @returns {Promise<Report>}
   */
  async #checkOnce(file, profile, options) {
    const engine = this.#workingEngine();
    const { maxBytes } = await untilAborted(engine.limits, options.signal);
    if (file.size > maxBytes) throw new FileTooLargeError(maxBytes);
    const bytes = await untilAborted(file.arrayBuffer(), options.signal);
    return engine.check(bytes, await untilAborted(this.#judged(profile), options.signal), options);
  }

  /**
   * The profile as the module takes it: by its id where it carries it, otherwise as JSON.
   * @param {string} profile
   */
  async #judged(profile) {
    if (profile.startsWith('{')) return profile;
    try {
      const own = (await loadProfile(this.#addresses.builds, profile))?.profile;
      return own ? JSON.stringify(own) : profile;
    } catch (error) {
      // Without the index the module still knows the profile that it carries.
      if (profile === CARRIED) return profile;
      throw new EngineError('download', `the profile ${profile} cannot be loaded: ${error}`);
    }
  }

  /** The engine, or another one after it has failed; throws `EngineError` where none can be started. */
  #workingEngine() {
    if (typeof WebAssembly !== 'object') throw new EngineError('unsupported', 'no WebAssembly');
    if (!this.#engine || this.#engine.failed) {
      this.#engine = new Engine(this.#addresses, (answer) => this.#takeProgress(answer));
    }
    return this.#engine;
  }

  /** @param {import('./protocol.js').ModelsAnswer} answer */
  #takeProgress(answer) {
    const { kind } = answer;
    this.#progress =
      kind === 'models'
        ? { loaded: answer.loaded, total: answer.total, failed: null }
        : { ...this.#progress, failed: answer.message };
    this.onprogress?.(this.#progress);
  }
}
