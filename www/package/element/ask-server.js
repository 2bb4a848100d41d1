/** Has the server check a photo. The photo then leaves the device: only with its owner's consent. */

import { CLAIM_HEADER, reportClaim } from '../checker/report-claim.js';
import { untilStalled } from '../checker/transfer.js';

/** @typedef {import('../checker/report.js').Message} Message */
/** @typedef {import('../checker/report.js').Report} Report */

/** Milliseconds without progress: nothing is sent or received while the server checks the photo. */
const ANSWER_LIMIT = 60_000;

/** The server refuses to check this photo; the explanation is for its owner. */
export class RefusedError extends Error {
  /** @param {Message} explanation */
  constructor(explanation) {
    super(explanation.en);
    this.name = 'RefusedError';
    this.explanation = explanation;
  }
}

/**
 * @param {URL} server
 * @param {Blob} file
 * @param {string} profile
 * @param {{ own: Report | null, signal: AbortSignal }} options `own` is this device's report, for the server to compare
 * @returns {Promise<Report>} rejected with `RefusedError`, where the server cannot be reached, or with the signal's reason
 */
export async function askServer(server, file, profile, { own, signal }) {
  const address = new URL('api/v1/checks', server);
  address.searchParams.set('profile', profile);
  const claim = own && (await reportClaim(own));
  const headers = /** @type {Record<string, string>} */ (claim ? { [CLAIM_HEADER]: claim } : {});
  const { status, answer } = await untilStalled((transfer) => post(address, file, headers, transfer), {
    signal,
    limit: ANSWER_LIMIT,
  });
  if (status === 200) return answer;
  if (!answer?.message) throw new Error(`${address}: ${status}`);
  throw new RefusedError(answer.message);
}

/**
 * Only this older interface tells how much has been sent.
 * @param {URL} address
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {import('../checker/transfer.js').Transfer} transfer
 * @returns {Promise<{ status: number, answer: any }>} `null` for an answer that is no JSON
 */
function post(address, body, headers, { signal, progress }) {
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.responseType = 'json';
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = progress;
  request.onprogress = progress;
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve, reject) => {
    request.onload = () => resolve({ status: request.status, answer: request.response });
    request.onerror = () => reject(new Error(`${address}: no answer`));
    request.send(body);
  });
}
