/** What a page knows of the profiles without the WebAssembly module: see `profile-summaries.d.ts`. */

import { request, untilStalled } from './transfer.js';

/** @typedef {import('./profile-summaries.js').ProfileIndex} ProfileIndex */
/** @typedef {import('./profile-summaries.js').PublishedProfile} PublishedProfile */

/** @type {Map<string, Promise<any>>} one request for each address, however many elements a page has */
const requests = new Map();

/**
 * @param {URL} builds the folder of the WebAssembly builds
 * @returns {Promise<ProfileIndex>} rejected where the file cannot be loaded; the next call tries again
 */
export function profileIndex(builds) {
  return load(new URL('profiles.json', builds));
}

/**
 * @param {URL} builds the folder of the WebAssembly builds
 * @param {string} id
 * @param {string | null} [own] the address of the profile's file, if it is none of the package's own
 * @returns {Promise<PublishedProfile | null>} `null` where there is no such profile; rejected where it cannot be loaded
 */
export async function loadProfile(builds, id, own = null) {
  if (own) return load(new URL(own, globalThis.document?.baseURI ?? location.href));
  const { profiles } = await profileIndex(builds);
  const entry = profiles.find((profile) => profile.id === id);
  if (!entry) return null;
  return entry.file === null ? { summary: entry.summary, profile: null } : load(new URL(entry.file, builds));
}

/** @param {URL} address */
function load({ href }) {
  const loading = requests.get(href) ?? untilStalled(async (transfer) => (await request(href, transfer)).json());
  requests.set(href, loading);
  loading.catch(() => requests.delete(href));
  return loading;
}
