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
export function scale({ value, unit, min: low, max: high, allowed, outcome }, language) {
  if (value === null || unit === null || allowed === null || (low === null && high === null)) return null;

  const numbers = [0, value, low ?? 0, high ?? 0];
  const [from, to] = [Math.min(...numbers) * MARGIN, Math.max(...numbers) * MARGIN || 1];
  const position = (/** @type {number} */ number) => (100 * (number - from)) / (to - from);
  const start = low === null ? 0 : position(low);
  const end = high === null ? 100 : position(high);
  const drawing = svg(
    'svg',
    { class: 'scale', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', y: 8, width: '100%', height: 8, rx: 4 }),
    svg('rect', { class: 'allowed', x: `${start}%`, y: 8, width: `${end - start}%`, height: 8, rx: 4 }),
    svg('circle', { class: `value ${outcome}`, cx: `${position(value)}%`, cy: 12, r: 7 }),
  );
  const values = { value: quantity(value, unit, language), allowed: allowed[language] };
  return h('div', { part: 'scale' }, drawing, h('p', {}, text('measured', language, values)));
}
