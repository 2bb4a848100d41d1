/** What to tell a person when a check did not work, and what they can do then. */

import { TooLong } from './checker.js';
import { Refused } from './server.js';
import { Trouble, cure } from './trouble.js';

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Message} Message */
/** @typedef {import('./texts.js').Key} Key */

/**
 * @typedef {object} Explained
 * @property {({ key: Key, values?: Record<string, string> } | Message)[]} says for the owner of the photo
 * @property {string} detail for developers
 * @property {boolean} again whether it may work when tried again
 * @property {boolean} final whether nobody can check this file
 */

const BYTES_PER_MEGABYTE = 1024 * 1024;

/**
 * @param {unknown} error
 * @param {File} file
 * @param {'onlyFile' | 'onlyHeader' | 'leftToServer'} seen how much could be said of the file all the same
 * @returns {Explained}
 */
export function explain(error, file, seen) {
  const detail = String(error);
  if (error instanceof TooLong) {
    const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
    const values = { size: megabytes(file.size), max: megabytes(error.maxBytes) };
    return { says: [{ key: 'tooLong', values }], detail: '', again: false, final: true };
  }
  if (error instanceof Refused) return { says: [error.told], detail: '', again: true, final: false };
  const cause = error instanceof Trouble ? error.trouble : 'unknownTrouble';
  const ownBrowser = cause === 'unsupported' || cause === 'wrong';
  /** @type {Key[]} */
  const says = [cause, ...(ownBrowser ? [cure()] : []), seen];
  return { says: says.map((key) => ({ key })), detail, again: !ownBrowser && cause !== 'policy', final: false };
}

/**
 * The server gave no answer at all.
 * @param {unknown} error
 * @returns {Explained}
 */
export function explainSilence(error) {
  return { says: [{ key: 'serverSilent' }], detail: String(error), again: false, final: false };
}

/**
 * The models did not come: what does not need them was checked.
 * @param {string} detail
 * @returns {Explained}
 */
export function explainNoModels(detail) {
  return { says: [{ key: 'noModels' }], detail, again: true, final: false };
}
