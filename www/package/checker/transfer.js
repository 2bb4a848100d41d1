/** Transfers over the network that end: one that stands still is given up, one that is only slow is not. */

/** Milliseconds without any progress after which a transfer is given up. The slowest phone lines bring some bytes in it. */
export const STALL_LIMIT = 30_000;

/** Nothing has been received or sent for too long. */
class StalledError extends Error {
  /** @param {number} limit in milliseconds */
  constructor(limit) {
    super(`no progress for ${limit / 1000} seconds`);
    this.name = 'StalledError';
  }
}

/**
 * @typedef {object} Transfer
 * @property {AbortSignal} signal aborted when the transfer has ended, so that nothing that belongs to it goes on
 * @property {() => void} progress to be called whenever something has arrived or was sent
 */

/**
 * Runs a transfer until it is done, stands still or is aborted.
 * @template T
 * @param {(transfer: Transfer) => Promise<T>} run
 * @param {{ signal?: AbortSignal, limit?: number }} [options] `signal` aborts it
 * @returns {Promise<T>} rejected with what `run` throws, with `StalledError`, or with the signal's reason
 */
export async function untilStalled(run, { signal, limit = STALL_LIMIT } = {}) {
  const controller = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const progress = () => {
    clearTimeout(timer);
    if (controller.signal.aborted) return;
    timer = setTimeout(() => controller.abort(new StalledError(limit)), limit);
  };
  progress();
  try {
    // Not everything that can stand still listens to a signal: the import of a script does not.
    const transfer = untilAborted(run({ signal: controller.signal, progress }), controller.signal);
    return await untilAborted(transfer, signal);
  } finally {
    controller.abort(signal?.reason);
    clearTimeout(timer);
  }
}

/**
 * Stops waiting for a promise when a signal is aborted.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>} rejected with the signal's reason
 */
export async function untilAborted(promise, signal) {
  if (!signal) return promise;
  let abort = () => {};
  const aborted = new Promise((/** @type {(value: never) => void} */ _, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * The answer to a request. Its body is counted as it arrives.
 * @param {string | URL} address
 * @param {Transfer} transfer
 * @returns {Promise<Response>} rejected where the server has no such file
 */
export async function request(address, { signal, progress }) {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  progress();
  // A copy is counted, because browsers keep a compiled module only with the answer itself.
  readChunks(response.clone(), progress).catch(() => {
    // Whoever reads the answer gets the same error.
  });
  return response;
}

/**
 * @param {Response} response
 * @param {(chunk: Uint8Array) => void} take
 */
export async function readChunks({ body }, take) {
  const reader = body?.getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) take(chunk.value);
}
