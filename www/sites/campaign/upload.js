/**
 * Sends a photo, and goes on after the connection was lost: the same bytes again get the same answer, so that an upload whose
 * answer was lost is not done twice.
 */

import { NetworkError, of, refusal } from './api.js';

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
 * @returns {Promise<void>}
 */
export async function upload(campaign, photo, { signal, ...options }) {
  for (const wait of WAITS) {
    try {
      return await send(campaign, photo, { signal, ...options });
    } catch (error) {
      if (!(error instanceof NetworkError) || signal.aborted) throw error;
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
 * `fetch` tells nothing of what has been sent.
 * @param {string} campaign
 * @param {File} photo
 * @param {Parameters<typeof upload>[2]} options
 * @returns {Promise<void>}
 */
function send(campaign, photo, { sha256, version, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new NetworkError('the upload was cut off'));
    let timer = setTimeout(() => request.abort(), STANDSTILL);
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STANDSTILL);
    };
    request.open('PUT', `api/v1/collection/photo${of(campaign)}`);
    request.setRequestHeader('content-type', 'image/jpeg');
    request.setRequestHeader('if-match', `"${version}"`);
    if (sha256) request.setRequestHeader('content-digest', `sha-256=:${base64(sha256)}:`);
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      onProgress({ sent: loaded, total });
    };
    request.upload.onload = () => onProgress({ arrived: true });
    request.onerror = request.onabort = fail;
    request.onload = () => (request.status === 200 ? resolve() : reject(refusal(request.responseText)));
    request.onloadend = () => clearTimeout(timer);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) return fail();
    request.send(photo);
  });
}

/** @param {string} hex */
function base64(hex) {
  return btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}
