/** What a page knows of the profiles without the WebAssembly module: see `profile-summaries.d.ts`. */

import { request, untilStalled } from './transfer.js';

/** @typedef {import('./profile-summaries.js').ProfileSummaries} ProfileSummaries */

/** @type {Map<string, Promise<ProfileSummaries>>} one request for each folder, however many elements a page has */
const requests = new Map();

/**
 * @param {URL} builds the folder of the WebAssembly builds
 * @returns {Promise<ProfileSummaries>} rejected where the file cannot be loaded; the next call tries again
 */
export function profileSummaries(builds) {
  const address = new URL('profiles.json', builds).href;
  const loading = requests.get(address) ?? untilStalled(async (transfer) => (await request(address, transfer)).json());
  requests.set(address, loading);
  loading.catch(() => requests.delete(address));
  return loading;
}
