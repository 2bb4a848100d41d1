/** The page's side of the worker: give it a file, get a report. */

/** @typedef {import('./report.js').Answer} Answer */
/** @typedef {import('./report.js').Limits} Limits */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {{ resolve: (report: Report) => void, reject: (error: Error) => void }} Waiting */
/** @typedef {{ worker: Worker, limits: Promise<Limits>, waiting: Map<number, Waiting> }} Started */

/** The file is longer than the engine takes; it was not read. */
export class TooLong extends Error {
  /** @param {number} maxBytes */
  constructor(maxBytes) {
    super(`the file is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/** Checks photos in a worker. A worker that fails is left, and the next photo gets a new one. */
export class PhotoChecker {
  /** @type {Started | null} */
  #started = null;
  #asked = 0;

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
    const { worker, waiting } = (this.#started ??= this.#start());
    const number = ++this.#asked;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      worker.postMessage({ number, profile, bytes }, [bytes]);
    });
  }

  /** @returns {Started} */
  #start() {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    /** @type {Map<number, Waiting>} */
    const waiting = new Map();
    /** @type {Promise<Limits>} */
    const limits = new Promise((resolve, reject) => {
      /** @param {string} reason */
      const leave = (reason) => {
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
    return { worker, limits, waiting };
  }
}
