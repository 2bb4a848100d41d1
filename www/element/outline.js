/** What a page knows of the profiles without the module: see `outline.d.ts`. */

/** @typedef {import('./outline.js').Outlines} Outlines */
/** @typedef {import('./outline.js').Outline} Outline */

/** @type {Map<string, Promise<Outlines>>} one request a folder, however many elements a page has */
const asked = new Map();

/**
 * @param {URL} source the folder of the module's builds
 * @returns {Promise<Outlines>} rejected where the file cannot be loaded; the next call asks again
 */
export function outlines(source) {
  const address = new URL('profiles.json', source).href;
  const loading = asked.get(address) ?? load(address);
  asked.set(address, loading);
  loading.catch(() => asked.delete(address));
  return loading;
}

/** @param {string} address */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
