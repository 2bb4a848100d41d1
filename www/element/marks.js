/** Marks in words, and where they begin. */

import { text } from './texts.js';

/** @typedef {import('./report.js').Answered} Answered */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Mark} Mark */

/** How each shape is called where it is described. */
const WORDS = /** @type {const} */ ({ area: 'framed', line: 'lined', polygon: 'outlined' });

/**
 * The smallest upright rectangle around a mark.
 * @param {Mark} mark
 */
export function bounds(mark) {
  if (mark.shape === 'area') return mark;
  const points = mark.shape === 'line' ? [mark.from, mark.to] : mark.points;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * @param {Mark} mark
 * @param {number} number that it bears on the photo
 * @param {Answered['photo']} photo
 * @param {Language} language
 */
export function inWords(mark, number, photo, language) {
  const { x, y, width, height } = bounds(mark);
  if (width === photo.width && height === photo.height) return text('everywhere', language);
  const rounded = Object.entries({ number, x, y, width, height });
  const words = rounded.map(([name, value]) => [name, String(Math.round(value))]);
  return text(WORDS[mark.shape], language, Object.fromEntries(words));
}
