/** A measured value on a scale, with the range that the profile allows. */

import { h, svg } from './dom.js';
import { quantity, text } from './texts.js';

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */

/** Space beyond the outermost number, so that none is at the very end. */
const MARGIN = 1.15;

/**
 * @param {Finding} finding
 * @param {Language} language
 * @returns {HTMLElement | null} `null` where there is no value, or no range to compare it with
 */
export function scale({ value, unit, limits, outcome }, language) {
  const low = limits.min ?? limits.more_than;
  const high = limits.max;
  if (value === null || unit === null || (low === undefined && high === undefined)) return null;

  const numbers = [0, value, low ?? 0, high ?? 0];
  const [from, to] = [Math.min(...numbers) * MARGIN, Math.max(...numbers) * MARGIN || 1];
  const position = (/** @type {number} */ number) => (100 * (number - from)) / (to - from);
  const start = low === undefined ? 0 : position(low);
  const end = high === undefined ? 100 : position(high);
  const drawing = svg(
    'svg',
    { class: 'scale', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', y: 8, width: '100%', height: 8, rx: 4 }),
    svg('rect', { class: 'allowed', x: `${start}%`, y: 8, width: `${end - start}%`, height: 8, rx: 4 }),
    svg('circle', { class: `value ${outcome}`, cx: `${position(value)}%`, cy: 12, r: 7 }),
  );
  return h('div', { part: 'scale' }, drawing, h('p', {}, describe(value, unit, limits, language)));
}

/**
 * @param {number} value
 * @param {string} unit
 * @param {Finding['limits']} limits
 * @param {Language} language
 */
function describe(value, unit, limits, language) {
  const low = limits.min ?? limits.more_than;
  const written = (/** @type {number | undefined} */ number) =>
    number === undefined ? '' : quantity(number, unit, language);
  return text(keyFor(limits), language, { value: written(value), low: written(low), high: written(limits.max) });
}

/** @param {Finding['limits']} limits */
function keyFor({ min, max, more_than: moreThan }) {
  if (moreThan !== undefined) return 'moreThan';
  if (max === undefined) return 'atLeast';
  return min === undefined ? 'atMost' : 'between';
}
