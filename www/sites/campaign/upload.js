/**
 * Sends a photo, and goes on after the connection was lost: the same bytes again get the same answer, so that an upload whose
 * answer was lost is not done twice.
 */

import { NetworkError, refusal } from '../../common/api.js';
import { untilStalled } from '../../package/checker/transfer.js';
import { sendBody } from '../../package/element/send-body.js';
import { of } from './api.js';

/** Waits before an upload that was cut off is begun again, in milliseconds. */
const WAITS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** How long nothing may move, in milliseconds; the check of the server comes at the end. */
const STANDSTILL = 60_000;

/**
 * What is going on: bytes are sent, all of them have arrived, or the next try comes later.
 * @typedef {{ sent: number, total: number } | { arrived: true } | { again: number }} Progress `again` in milliseconds
 */

/**
 * @param {string} campaign
 * @param {File} photo
 * @param {object} options
 * @param {string | null} options.sha256 of the photo, in hexadecimal, if it is known
 * @param {number} options.version of the collection
 * @param {(progress: Progress) => void} options.onProgress
 * @param {AbortSignal} options.signal
 * @returns {Promise<void>} rejected with an `AbortError` once `signal` says so
 */
export async function upload(campaign, photo, { signal, ...options }) {
  for (const wait of WAITS) {
    try {
      return await send(campaign, photo, { signal, ...options });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      options.onProgress({ again: wait });
      await pause(wait, signal);
    }
  }
  return send(campaign, photo, { signal, ...options });
}

/** Waits, or less if the network comes back or the upload is stopped. @param {number} wait @param {AbortSignal} signal */
function pause(wait, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, wait);
    addEventListener('online', resolve, { once: true });
    signal.addEventListener('abort', resolve, { once: true });
  });
}

/**
 * @param {string} campaign
 * @param {File} photo
 * @param {Parameters<typeof upload>[2]} options
 * @returns {Promise<void>}
 */
async function send(campaign, photo, { sha256, version, onProgress, signal }) {
  const headers = {
    'content-type': 'image/jpeg',
    'if-match': `"${version}"`,
    ...(sha256 && { 'content-digest': `sha-256=:${base64(sha256)}:` }),
  };
  signal.throwIfAborted();
  const put = (/** @type {import('../../package/checker/transfer.js').Transfer} */ transfer) =>
    sendBody('PUT', `api/v1/collection/photo${of(campaign)}`, photo, {
      headers,
      transfer,
      onSent: (sent, total) => onProgress({ sent, total }),
      onArrived: () => onProgress({ arrived: true }),
    });
  const answer = await untilStalled(put, { signal, limit: STANDSTILL }).catch(() => {
    signal.throwIfAborted();
    throw new NetworkError('the upload was cut off');
  });
  if (answer.status !== 200) throw refusal(answer.text);
}

/** @param {string} hex */
function base64(hex) {
  return btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}
