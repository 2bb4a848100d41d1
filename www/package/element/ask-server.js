/** Has the server check a photo. The photo then leaves the device: only with its owner's consent. */

/** @typedef {import('../checker/report.js').Message} Message */
/** @typedef {import('../checker/report.js').Report} Report */

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
 * @returns {Promise<Report>} rejected with `RefusedError`, or where the server cannot be reached
 */
export async function askServer(server, file, profile) {
  const address = new URL('api/v1/checks', server);
  address.searchParams.set('profile', profile);
  const response = await fetch(address, { method: 'POST', body: file });
  if (response.ok) return response.json();
  const { message } = await response.json();
  throw new RefusedError(message);
}
