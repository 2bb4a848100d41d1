/** The geometry of marks, and their description in words. */

import { text } from './texts.js';

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Mark} Mark */
/** @typedef {import('../checker/report.js').Point} Point */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */

/** The text that describes each shape. */
const DESCRIPTIONS = /** @type {const} */ ({
  area: 'markArea',
  line: 'markLine',
  bar: 'markBar',
  polygon: 'markPolygon',
  heat: 'markHeat',
});

/** The label of marks whose clause passes, in place of a number. */
const PASSED = '✓';

/**
 * The clauses that fail, in the report's order: a clause's number is its place here.
 * @param {PartialReport} report
 */
export function failures(report) {
  return report.findings.filter(({ outcome }) => outcome === 'fail');
}

/**
 * The label that the marks of a clause have on the photo.
 * @param {Finding} finding
 * @param {PartialReport} report
 */
export function labelOf(finding, report) {
  const index = failures(report).indexOf(finding);
  return index < 0 ? PASSED : String(index + 1);
}

/**
 * The bounding box of a mark; `null` where nothing is visible.
 * @param {Mark} mark
 * @param {PartialReport['photo']} photo
 */
export function boundingBox(mark, photo) {
  if (mark.shape === 'area') return mark;
  const points = corners(mark, photo);
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * @param {Exclude<Mark, { shape: 'area' }>} mark
 * @param {PartialReport['photo']} photo
 */
function corners(mark, photo) {
  if (mark.shape === 'polygon') return mark.points;
  if (mark.shape !== 'heat') return [mark.from, mark.to];
  return heatCells(mark, photo).flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
}

/**
 * The coloured cells of a heat map, each with its level from 1 to 9.
 * @param {Extract<Mark, { shape: 'heat' }>} mark
 * @param {PartialReport['photo']} photo
 */
export function heatCells({ rows }, photo) {
  const height = (photo.height ?? 0) / rows.length;
  return rows.flatMap((row, down) => {
    const width = (photo.width ?? 0) / row.length;
    return [...row]
      .map((level, across) => ({ x: across * width, y: down * height, width, height, level: Number(level) }))
      .filter(({ level }) => level > 0);
  });
}

/**
 * The part of a bar's line that the limits allow, measured from the bar's start or, where that is further off the
 * photo, from its other end; `null` for other shapes.
 * @param {Mark} mark
 * @param {Finding} finding
 * @param {PartialReport['photo']} photo
 */
export function allowedRange(mark, { value, min, max: high }, photo) {
  const low = min ?? 0;
  if (mark.shape !== 'bar' || !value || high === null) return null;
  const range = (/** @type {Point} */ start, /** @type {Point} */ end) => {
    const at = (/** @type {number} */ limit) => ({
      x: start.x + ((end.x - start.x) * limit) / value,
      y: start.y + ((end.y - start.y) * limit) / value,
    });
    return { from: at(low), to: at(high) };
  };
  const clamp = (/** @type {number} */ place, /** @type {number | null} */ length) =>
    Math.min(Math.max(place, 0), length ?? 0);
  const onPhoto = (/** @type {Point} */ { x, y }) => ({ x: clamp(x, photo.width), y: clamp(y, photo.height) });
  const outside = (/** @type {{ to: Point }} */ { to }) => Math.hypot(to.x - onPhoto(to).x, to.y - onPhoto(to).y);
  const [forward, backward] = [range(mark.from, mark.to), range(mark.to, mark.from)];
  const { from, to } = outside(forward) <= outside(backward) ? forward : backward;
  return { from: onPhoto(from), to: onPhoto(to) };
}

/**
 * Where on the photo a clause was measured, one sentence for each mark.
 * @param {Finding} finding
 * @param {PartialReport} report
 * @param {Language} language
 */
export function describeMarks(finding, report, language) {
  return finding.marks.flatMap((mark) => {
    const box = boundingBox(mark, report.photo);
    if (!box) return [];
    const { x, y, width, height } = box;
    const whole = mark.shape !== 'heat' && width === report.photo.width && height === report.photo.height;
    if (whole) return [text('wholePhoto', language)];
    const rounded = Object.entries({ x, y, width, height }).map(([name, value]) => [name, String(Math.round(value))]);
    const values = { number: labelOf(finding, report), ...Object.fromEntries(rounded) };
    return [text(DESCRIPTIONS[mark.shape], language, values)];
  });
}
