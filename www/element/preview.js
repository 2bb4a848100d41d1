/**
 * The photo with the report's marks drawn on it. Marks are in pixels of the upright photo, as browsers show
 * it; each bears the number that its clause has in the list.
 */

import { draw, make } from './dom.js';
import { allowed, bounds, sign } from './marks.js';
import { shapes } from './shapes.js';
import { text } from './texts.js';

/** @typedef {import('./report.js').Finding} Finding */
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
 * @param {ReadonlySet<string>} open the rules of the lines that are open
 * @param {Language} language
 * @returns {Node | string}
 */
export function preview(shown, report, open, language) {
  if (shown.hidden) return '';
  shown.alt = text('preview', language);
  const figure = make('figure', { class: 'preview', part: 'preview' }, shown);
  const drawn = report && marks(report, open, language);
  if (drawn) figure.append(drawn);
  return figure;
}

/**
 * @param {Answered} report
 * @param {ReadonlySet<string>} open
 * @param {Language} language
 */
function marks(report, open, language) {
  const { width, height } = report.photo;
  const places = byPlace(report, open);
  if (!width || !height || places.length === 0) return null;
  const size = Math.max(width, height) * NUMBER_HEIGHT;
  const drawn = places.flatMap(({ mark, way, fine }) => shapes(mark, way, report.photo, fine ? 'mark fine' : 'mark'));
  const spots = apart(places.map(({ place }) => ({ x: place.x + size / 2, y: place.y + size * 1.25 })), size);
  const numbers = places.map(({ signs, fine }, index) =>
    draw('text', { class: fine ? 'fine' : undefined, ...spots[index], 'font-size': size }, signs.join(', ')),
  );
  const names = [...new Set(places.flatMap(({ signs }) => signs))].sort((a, b) => Number(a) - Number(b));
  const label = text('marks', language, { numbers: names.join(language === 'zh' ? '、' : ', ') });
  return draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, ...drawn, ...numbers);
}

/**
 * Where numbers would lie on each other, the later one goes below the earlier.
 * @param {{ x: number, y: number }[]} wanted
 * @param {number} size
 */
function apart(wanted, size) {
  /** @type {typeof wanted} */
  const spots = [];
  for (const { x, y } of wanted) {
    let lower = y;
    while (spots.some((spot) => Math.abs(spot.x - x) < size && Math.abs(spot.y - lower) < size)) lower += size;
    spots.push({ x, y: lower });
  }
  return spots;
}

/**
 * What fails is marked always, anything else while its line is open. What several clauses mark alike is drawn
 * once; heat lies under all the lines.
 * @param {Answered} report
 * @param {ReadonlySet<string>} open
 */
function byPlace(report, open) {
  /** @type {Map<string, { mark: Mark, way: ReturnType<typeof allowed>, place: NonNullable<ReturnType<typeof bounds>>, signs: string[], fine: boolean }>} */
  const places = new Map();
  for (const finding of report.findings) {
    const fine = finding.outcome !== 'fail';
    if (fine && !open.has(finding.rule ?? '')) continue;
    for (const mark of finding.marks) {
      const [way, place] = [allowed(mark, finding, report.photo), bounds(mark, report.photo)];
      if (!place) continue;
      const key = JSON.stringify([mark, way, fine]);
      const { signs } = places.get(key) ?? { signs: [] };
      places.set(key, { mark, way, place, signs: [...signs, sign(finding, report)], fine });
    }
  }
  const flat = (/** @type {{ mark: Mark }} */ { mark }) => Number(mark.shape !== 'heat');
  return [...places.values()].sort((a, b) => flat(a) - flat(b));
}
