/** What to say to a person when a check did not work, and what they can do then. */

import { EngineError, FileTooLargeError } from '../checker/checker.js';
import { RefusedError } from './ask-server.js';

/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Message} Message */
/** @typedef {import('./texts.js').Key} Key */

/**
 * @typedef {object} Explanation
 * @property {({ key: Key, values?: Record<string, string> } | Message)[]} sentences for the owner of the photo
 * @property {string} detail for developers
 * @property {boolean} retry whether trying again may help
 * @property {boolean} unusable whether nobody can check this file, so that the form is invalid
 */

const BYTES_PER_MEGABYTE = 1024 * 1024;

/**
 * @param {unknown} error
 * @param {File} file
 * @param {'onlyFile' | 'onlyHeader' | 'leftToServer'} checked how much of the file could be checked all the same
 * @returns {Explanation}
 */
export function explain(error, file, checked) {
  const detail = String(error);
  if (error instanceof FileTooLargeError) {
    const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
    const values = { size: megabytes(file.size), max: megabytes(error.maxBytes) };
    return { sentences: [{ key: 'tooLarge', values }], detail: '', retry: false, unusable: true };
  }
  if (error instanceof RefusedError) {
    return { sentences: [error.explanation], detail: '', retry: true, unusable: false };
  }
  const reason = error instanceof EngineError ? error.reason : 'unknownError';
  if (reason === 'profile') return explainProfile(detail);
  const browserAtFault = reason === 'unsupported' || reason === 'wrong';
  /** @type {Key[]} */
  const keys = [reason, ...(browserAtFault ? [remedy()] : []), checked];
  const retry = !browserAtFault && reason !== 'policy';
  return { sentences: keys.map((key) => ({ key })), detail, retry, unusable: false };
}

/**
 * The server did not answer at all.
 * @param {unknown} error
 * @returns {Explanation}
 */
export function explainNoAnswer(error) {
  return { sentences: [{ key: 'serverUnreachable' }], detail: String(error), retry: false, unusable: false };
}

/**
 * The models could not be loaded; what does not need them was checked.
 * @param {string} detail
 * @returns {Explanation}
 */
export function explainNoModels(detail) {
  return { sentences: [{ key: 'noModels' }], detail, retry: true, unusable: false };
}

/**
 * The page names no profile that exists.
 * @param {string} detail
 * @returns {Explanation}
 */
export function explainProfile(detail) {
  return { sentences: [{ key: 'profile' }], detail, retry: false, unusable: true };
}

/** What the user of this browser can do so that the engine runs. @returns {Key} */
function remedy() {
  const { userAgent } = navigator;
  // On iPhones WeChat shows pages with the system's own engine.
  if (/iPhone|iPad/.test(userAgent)) return 'remedyApple';
  if (/MicroMessenger/.test(userAgent)) return 'remedyWeChat';
  return 'remedyBrowser';
}
