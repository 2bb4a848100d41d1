/**
 * The photo with the report's marks drawn over it. Marks are in pixels of the upright photo, as browsers show it;
 * each is labelled with the number of its clause in the list.
 */

import { h, svg } from './dom.js';
import { drawMark } from './draw-mark.js';
import { allowedRange, boundingBox, labelOf } from './marks.js';
import { text } from './texts.js';

/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Mark} Mark */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */

/** Height of a mark's label, as a share of the picture's longer side. */
const LABEL_HEIGHT = 0.05;

/**
 * The photo's image, created once for each photo, so that it is decoded once.
 * @param {string} address
 */
export function photoImage(address) {
  const image = h('img', { src: address, decoding: 'async' });
  // Where the browser cannot show the file, no broken image is shown; the report says what the file is.
  image.addEventListener('error', () => {
    image.hidden = true;
    image.closest('figure')?.remove();
  });
  return image;
}

/**
 * @param {HTMLImageElement} image
 * @param {PartialReport | null} report
 * @param {ReadonlySet<string>} openRules the rules whose lines are open
 * @param {Language} language
 * @returns {Node | string}
 */
export function preview(image, report, openRules, language) {
  if (image.hidden) return '';
  image.alt = text('preview', language);
  const figure = h('figure', { class: 'preview', part: 'preview' }, image);
  const overlay = report && marksOverlay(report, openRules, language);
  if (overlay) figure.append(overlay);
  return figure;
}

/**
 * @param {PartialReport} report
 * @param {ReadonlySet<string>} openRules
 * @param {Language} language
 */
function marksOverlay(report, openRules, language) {
  const { width, height } = report.photo;
  const marks = visibleMarks(report, openRules);
  if (!width || !height || marks.length === 0) return null;
  const shapes = marks.flatMap(({ mark, allowed, passed }) =>
    drawMark(mark, allowed, report.photo, passed ? 'mark passed' : 'mark'),
  );
  const size = Math.max(width, height) * LABEL_HEIGHT;
  const places = withoutOverlap(
    marks.map(({ box }) => ({ x: box.x + size / 2, y: box.y + size * 1.25 })),
    size,
  );
  const labels = marks.map((mark, index) =>
    svg('text', { class: mark.passed && 'passed', ...places[index], 'font-size': size }, mark.labels.join(', ')),
  );
  const numbers = [...new Set(marks.flatMap((mark) => mark.labels))].sort((a, b) => Number(a) - Number(b));
  const description = text('marks', language, { numbers: numbers.join(language === 'zh' ? '、' : ', ') });
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': description };
  return svg('svg', attributes, ...shapes, ...labels);
}

/**
 * Moves a label down where it would cover an earlier one.
 * @param {{ x: number, y: number }[]} places
 * @param {number} size of a label
 */
function withoutOverlap(places, size) {
  /** @type {typeof places} */
  const free = [];
  for (const place of places) {
    const { x } = place;
    let { y } = place;
    while (free.some((other) => Math.abs(other.x - x) < size && Math.abs(other.y - y) < size)) y += size;
    free.push({ x, y });
  }
  return free;
}

/**
 * Failed clauses are always marked, others while their line is open. What several clauses mark alike is drawn once;
 * heat maps are drawn below all lines.
 * @param {PartialReport} report
 * @param {ReadonlySet<string>} openRules
 */
function visibleMarks(report, openRules) {
  /** @type {Map<string, { mark: Mark, allowed: ReturnType<typeof allowedRange>, box: NonNullable<ReturnType<typeof boundingBox>>, labels: string[], passed: boolean }>} */
  const visible = new Map();
  for (const finding of report.findings) {
    const passed = finding.outcome !== 'fail';
    if (passed && !openRules.has(finding.rule ?? '')) continue;
    for (const mark of finding.marks) {
      const [allowed, box] = [allowedRange(mark, finding, report.photo), boundingBox(mark, report.photo)];
      if (!box) continue;
      const key = JSON.stringify([mark, allowed, passed]);
      const { labels } = visible.get(key) ?? { labels: [] };
      visible.set(key, { mark, allowed, box, labels: [...labels, labelOf(finding, report)], passed });
    }
  }
  const layer = (/** @type {{ mark: Mark }} */ { mark }) => (mark.shape === 'heat' ? 0 : 1);
  return [...visible.values()].sort((a, b) => layer(a) - layer(b));
}
