/** Asks the server instead of the module. The photo then leaves the device: only on its owner's word. */

/** @typedef {import('./report.js').Message} Message */
/** @typedef {import('./report.js').Report} Report */

/** The server does not check this photo; the message is for its owner. */
export class Refused extends Error {
  /** @param {Message} told */
  constructor(told) {
    super(told.en);
    this.told = told;
  }
}

/**
 * @param {URL} server
 * @param {Blob} file
 * @param {string} profile
 * @returns {Promise<Report>} rejected with `Refused`, or where the server cannot be reached
 */
export async function askServer(server, file, profile) {
  const address = new URL('api/v1/checks', server);
  address.searchParams.set('profile', profile);
  const answer = await fetch(address, { method: 'POST', body: file });
  if (answer.ok) return answer.json();
  const { message } = await answer.json();
  throw new Refused(message);
}
