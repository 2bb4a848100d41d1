/** A worker and what it was asked. When it fails it ends for good, and the checker starts another engine. */

import { EngineError, watchPolicyViolations } from './engine-error.js';
import { startWorker } from './start-worker.js';
import { untilAborted, untilStalled } from './transfer.js';

/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./protocol.js').Answer} Answer */
/** @typedef {import('./protocol.js').Limits} Limits */
/** @typedef {import('./protocol.js').ModelsAnswer} ModelsAnswer */
/** @typedef {import('./protocol.js').Request} Request */
/** @typedef {import('./report.js').Report} Report */

/**
 * A promise that is settled from outside.
 * @template T
 * @typedef {{ promise: Promise<T>, resolve: (value: T) => void, reject: (error: unknown) => void }} Deferred
 */

export class Engine {
  #worker;
  #onmodels;
  #lastNumber = 0;
  /** @type {Map<number, Deferred<Report> & { onPreliminary: (report: Report) => void }>} */
  #pendingChecks = new Map();
  /** @type {Map<number, Deferred<Fact[]>>} */
  #pendingFacts = new Map();
  /** Until then, messages to the worker are lost. @type {Deferred<void>} */
  #listening = deferred();
  #isListening = false;
  /** @type {Deferred<Limits>} */
  #limits = deferred();
  #ready = false;
  /** @type {Error | null} */
  #failure = null;

  /**
   * @param {import('./addresses.js').Addresses} addresses
   * @param {(answer: ModelsAnswer) => void} onmodels
   */
  constructor(addresses, onmodels) {
    const violatesPolicy = watchPolicyViolations();
    this.#onmodels = onmodels;
    this.#worker = startWorker(addresses);
    this.#worker.onmessage = ({ data }) => this.#take(data);
    this.#worker.onerror = async ({ message }) => {
      const reason = this.#ready ? 'stopped' : (await violatesPolicy()) ? 'policy' : 'download';
      this.terminate(new EngineError(reason, message || `${addresses.worker} could not be loaded`));
    };
    untilStalled(() => this.#listening.promise).catch(({ message }) =>
      this.terminate(new EngineError('download', `${addresses.worker}: ${message}`)),
    );
    this.#limits.promise.catch(() => {
      // Nobody has to wait for them.
    });
  }

  /** Known when the module is loaded. */
  get limits() {
    return this.#limits.promise;
  }

  get ready() {
    return this.#ready;
  }

  get failed() {
    return this.#failure !== null;
  }

  /**
   * @param {Blob} file
   * @returns {Promise<Fact[]>} empty where they cannot be measured
   */
  facts(file) {
    const number = ++this.#lastNumber;
    const pending = /** @type {Deferred<Fact[]>} */ (deferred());
    this.#pendingFacts.set(number, pending);
    this.#listening.promise.then(() => this.#post({ kind: 'facts', number, file }));
    return pending.promise;
  }

  /**
   * @param {ArrayBuffer} bytes is handed over
   * @param {string} profile
   * @param {{ onPreliminary?: (report: Report) => void, signal?: AbortSignal }} options
   * @returns {Promise<Report>}
   */
  async check(bytes, profile, { onPreliminary = () => {}, signal }) {
    if (this.#failure) throw this.#failure;
    signal?.throwIfAborted();
    const number = ++this.#lastNumber;
    const pending = { ...deferred(), onPreliminary };
    this.#pendingChecks.set(number, pending);
    this.#post({ kind: 'check', number, profile, bytes }, [bytes]);
    try {
      return await untilAborted(pending.promise, signal);
    } finally {
      if (this.#pendingChecks.delete(number)) this.#post({ kind: 'cancel', number });
    }
  }

  /** @param {Error} failure why no photo is checked any more */
  terminate(failure) {
    this.#fail(failure);
    this.#worker.terminate();
    for (const { resolve } of this.#pendingFacts.values()) resolve([]);
    this.#pendingFacts.clear();
  }

  /**
   * Rejects the pending checks. The preflight module may still work, so the files that it was given are measured.
   * @param {Error} failure
   */
  #fail(failure) {
    this.#failure ??= failure;
    this.#ready = false;
    this.#limits.reject(failure);
    for (const { reject } of this.#pendingChecks.values()) reject(failure);
    this.#pendingChecks.clear();
  }

  /** @param {Answer} answer */
  #take(answer) {
    if (answer.kind === 'facts') return this.#takeFacts(answer);
    if (this.#failure) return;
    switch (answer.kind) {
      case 'listening':
        this.#isListening = true;
        return this.#listening.resolve();
      case 'failed':
        this.#fail(new EngineError(answer.reason, answer.message));
        return this.#terminateIfIdle();
      case 'ready':
        this.#ready = true;
        return this.#limits.resolve(answer.limits);
      case 'models':
      case 'models-failed':
        return this.#onmodels(answer);
      case 'refused':
        return this.#takeCheck(answer.number)?.reject(new EngineError(answer.reason, answer.message));
      case 'report':
        if (!answer.final) return this.#pendingChecks.get(answer.number)?.onPreliminary(answer.report);
        return this.#takeCheck(answer.number)?.resolve(answer.report);
    }
  }

  /** @param {Extract<Answer, { kind: 'facts' }>} answer */
  #takeFacts({ number, facts }) {
    this.#pendingFacts.get(number)?.resolve(facts);
    this.#pendingFacts.delete(number);
    this.#terminateIfIdle();
  }

  /** A check that is not pending any more. @param {number} number */
  #takeCheck(number) {
    const pending = this.#pendingChecks.get(number);
    this.#pendingChecks.delete(number);
    return pending;
  }

  #terminateIfIdle() {
    const canMeasure = this.#isListening && this.#pendingFacts.size > 0;
    if (this.#failure && !canMeasure) this.terminate(this.#failure);
  }

  /**
   * @param {Request} request
   * @param {Transferable[]} [transfer]
   */
  #post(request, transfer = []) {
    this.#worker.postMessage(request, transfer);
  }
}

/** @returns {Deferred<any>} */
function deferred() {
  const created = /** @type {Deferred<any>} */ ({});
  created.promise = new Promise((resolve, reject) => Object.assign(created, { resolve, reject }));
  return created;
}
