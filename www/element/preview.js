/**
 * The photo with the report's marks drawn on it. Marks are in pixels of the upright photo, as browsers show
 * it; each bears the number that its clause has in the list.
 */

import { draw, make } from './dom.js';
import { mends } from './findings.js';
import { bounds } from './marks.js';
import { text } from './texts.js';

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Mark} Mark */
/** @typedef {import('./report.js').Answered} Answered */

/** Height of a mark's number, as a share of the picture's longer side. */
const NUMBER_HEIGHT = 0.05;

/**
 * The photo, to be decoded once.
 * @param {string} address where the browser finds it
 */
export function picture(address) {
  const made = make('img', { src: address, decoding: 'async' });
  // A browser that cannot show the file shows no broken picture; the report says what the file is.
  made.addEventListener('error', () => {
    made.hidden = true;
    made.closest('figure')?.remove();
  });
  return made;
}

/**
 * @param {HTMLImageElement} shown
 * @param {Answered | null} report
 * @param {Language} language
 * @returns {Node | string}
 */
export function preview(shown, report, language) {
  if (shown.hidden) return '';
  shown.alt = text('preview', language);
  const figure = make('figure', { class: 'preview', part: 'preview' }, shown);
  const drawn = report && marks(report, language);
  if (drawn) figure.append(drawn);
  return figure;
}

/**
 * @param {Answered} report
 * @param {Language} language
 */
function marks(report, language) {
  const { width, height } = report.photo;
  const places = byPlace(report);
  if (!width || !height || places.size === 0) return null;
  const size = Math.max(width, height) * NUMBER_HEIGHT;
  const shapes = [...places.values()].flatMap(({ mark, numbers }) => {
    const { x, y } = bounds(mark);
    return [
      // A light line under the coloured one: one of them stands out from any photo.
      shape(mark, 'ground'),
      shape(mark, 'mark'),
      draw('text', { x: x + size / 2, y: y + size * 1.25, 'font-size': size }, numbers.join(', ')),
    ];
  });
  const names = [...places.values()].flatMap(({ numbers }) => numbers).sort((a, b) => a - b);
  const label = text('marks', language, { numbers: names.join(language === 'zh' ? '、' : ', ') });
  return draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, ...shapes);
}

/**
 * @param {Mark} mark
 * @param {string} name its class
 */
function shape(mark, name) {
  if (mark.shape === 'line') {
    const { from, to } = mark;
    return draw('line', { class: name, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  }
  if (mark.shape === 'polygon') {
    return draw('polygon', { class: name, points: mark.points.map(({ x, y }) => `${x},${y}`).join(' ') });
  }
  const { x, y, width, height } = mark;
  return draw('rect', { class: name, x, y, width, height });
}

/**
 * What several clauses mark alike is drawn once.
 * @param {Answered} report
 */
function byPlace(report) {
  /** @type {Map<string, { mark: Mark, numbers: number[] }>} */
  const places = new Map();
  for (const [index, finding] of mends(report).entries()) {
    for (const mark of finding.marks) {
      const place = places.get(JSON.stringify(mark)) ?? { mark, numbers: [] };
      place.numbers.push(index + 1);
      places.set(JSON.stringify(mark), place);
    }
  }
  return places;
}
