/** What a page knows of the profiles without the WebAssembly module: see `profile-summaries.d.ts`. */

/** @typedef {import('./profile-summaries.js').ProfileSummaries} ProfileSummaries */

/** @type {Map<string, Promise<ProfileSummaries>>} one request for each folder, however many elements a page has */
const requests = new Map();

/**
 * @param {URL} builds the folder of the WebAssembly builds
 * @returns {Promise<ProfileSummaries>} rejected where the file cannot be loaded; the next call tries again
 */
export function profileSummaries(builds) {
  const address = new URL('profiles.json', builds).href;
  const request = requests.get(address) ?? load(address);
  requests.set(address, request);
  request.catch(() => requests.delete(address));
  return request;
}

/** @param {string} address */
async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}
