/** Has the server check a photo. The photo then leaves the device: only with its owner's consent. */

import { CLAIM_HEADER, reportClaim } from '../checker/report-claim.js';
import { untilStalled } from '../checker/transfer.js';
import { sendBody } from './send-body.js';

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
  const send = (/** @type {import('../checker/transfer.js').Transfer} */ transfer) =>
    sendBody('POST', address, file, { headers, transfer });
  const { status, text } = await untilStalled(send, { signal, limit: ANSWER_LIMIT });
  const answer = parsed(text);
  if (status === 200) return answer;
  if (!answer?.message) throw new Error(`${address}: ${status}`);
  throw new RefusedError(answer.message);
}

/** What an answer says; `null` for one that is no JSON. @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
