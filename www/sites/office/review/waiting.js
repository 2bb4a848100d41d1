/** How many photos wait, and where: never that all is done while some are only with colleagues. */

import { text } from '../texts/review.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */

/**
 * What is said where the reviewer has no photo.
 * @param {import('./queue.js').Waiting} waiting
 * @param {Language} language
 */
export function whyNone({ waiting, with_colleagues, next_in, other }, language) {
  const lines = [];
  const rest = waiting - with_colleagues;
  if (with_colleagues > 0) {
    const seconds = Math.ceil(next_in / 1000);
    lines.push(text('withColleagues', language, { count: with_colleagues, seconds }));
  }
  if (rest > 0) lines.push(text('forOthers', language, { count: rest }));
  if (other > 0) lines.push(text('forSingles', language, { count: other }));
  return lines.length > 0 ? lines : [text('none', language)];
}
