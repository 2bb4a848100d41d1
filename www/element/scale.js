/** A measured number on a scale, with the range that the profile allows. */

import { draw, make } from './dom.js';
import { quantity, text } from './texts.js';

/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */

/** Room beyond the outermost number, so that none lies on the very end. */
const ROOM = 1.15;

/**
 * @param {Finding} finding
 * @param {Language} language
 * @returns {HTMLElement | null} `null` where there is no number, or no range to hold it against
 */
export function scale({ value, unit, limits, outcome }, language) {
  const low = limits.min ?? limits.more_than;
  const high = limits.max;
  if (value === null || unit === null || (low === undefined && high === undefined)) return null;

  const numbers = [0, value, low ?? 0, high ?? 0];
  const [from, to] = [Math.min(...numbers) * ROOM, Math.max(...numbers) * ROOM || 1];
  const place = (/** @type {number} */ number) => (100 * (number - from)) / (to - from);
  const [start, end] = [low === undefined ? 0 : place(low), high === undefined ? 100 : place(high)];
  const drawing = draw(
    'svg',
    { class: 'scale', 'aria-hidden': 'true' },
    draw('rect', { class: 'track', y: 8, width: '100%', height: 8, rx: 4 }),
    draw('rect', { class: 'allowed', x: `${start}%`, y: 8, width: `${end - start}%`, height: 8, rx: 4 }),
    draw('circle', { class: `value ${outcome}`, cx: `${place(value)}%`, cy: 12, r: 7 }),
  );

  return make('div', { part: 'scale' }, drawing, make('p', {}, inWords(value, unit, limits, language)));
}

/**
 * @param {number} value
 * @param {string} unit
 * @param {Finding['limits']} limits
 * @param {Language} language
 */
function inWords(value, unit, limits, language) {
  const key = limits.more_than !== undefined ? 'moreThan'
    : limits.max === undefined ? 'atLeast'
    : limits.min === undefined ? 'atMost'
    : 'between';
  const say = (/** @type {number | undefined} */ number) => (number === undefined ? '' : quantity(number, unit, language));
  return text(key, language, { value: say(value), low: say(limits.min ?? limits.more_than), high: say(limits.max) });
}
