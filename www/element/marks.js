/** What marks mean: where they lie, what a limit allows there, and all of it in words. */

import { text } from './texts.js';

/** @typedef {import('./report.js').Answered} Answered */
/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Mark} Mark */
/** @typedef {import('./report.js').Point} Point */

/** How each shape is called where it is described. */
const WORDS = /** @type {const} */ ({ area: 'framed', line: 'lined', bar: 'barred', polygon: 'outlined', heat: 'heated' });

/** What clauses that pass bear in place of a number. */
const FINE = '✓';

/**
 * What does not pass, in the order in which to mend it: the number of a clause is its place here.
 * @param {Answered} report
 */
export function mends(report) {
  return report.findings.filter(({ outcome }) => outcome === 'fail');
}

/**
 * What a clause's marks bear on the photo.
 * @param {Finding} finding
 * @param {Answered} report
 */
export function sign(finding, report) {
  const place = mends(report).indexOf(finding);
  return place < 0 ? FINE : String(place + 1);
}

/**
 * The smallest upright rectangle around a mark; `null` where there is nothing to see.
 * @param {Mark} mark
 * @param {Answered['photo']} photo
 */
export function bounds(mark, photo) {
  if (mark.shape === 'area') return mark;
  const points = corners(mark, photo);
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * @param {Exclude<Mark, { shape: 'area' }>} mark
 * @param {Answered['photo']} photo
 */
function corners(mark, photo) {
  if (mark.shape === 'polygon') return mark.points;
  if (mark.shape !== 'heat') return [mark.from, mark.to];
  return cells(mark, photo).flatMap(({ x, y, width, height }) => [{ x, y }, { x: x + width, y: y + height }]);
}

/**
 * The warm cells of a heat, each with its warmth from 1 to 9.
 * @param {Extract<Mark, { shape: 'heat' }>} mark
 * @param {Answered['photo']} photo
 */
export function cells({ rows }, photo) {
  const height = (photo.height ?? 0) / rows.length;
  return rows.flatMap((row, down) => {
    const width = (photo.width ?? 0) / row.length;
    return [...row]
      .map((letter, across) => ({ x: across * width, y: down * height, width, height, warmth: Number(letter) }))
      .filter(({ warmth }) => warmth > 0);
  });
}

/**
 * Which part of the way that a bar measures the limits allow, from where the bar begins or, if that leads off the
 * photo, from its other end; `null` for other shapes.
 * @param {Mark} mark
 * @param {Finding} finding
 * @param {Answered['photo']} photo
 */
export function allowed(mark, { value, limits }, photo) {
  const low = limits.min ?? limits.more_than ?? 0;
  const high = limits.max;
  if (mark.shape !== 'bar' || !value || high === undefined) return null;
  const way = (/** @type {Point} */ start, /** @type {Point} */ end) => {
    const at = (/** @type {number} */ limit) => ({
      x: start.x + ((end.x - start.x) * limit) / value,
      y: start.y + ((end.y - start.y) * limit) / value,
    });
    return { from: at(low), to: at(high) };
  };
  const within = (/** @type {number} */ place, /** @type {number | null} */ length) => Math.min(Math.max(place, 0), length ?? 0);
  const onPhoto = (/** @type {Point} */ { x, y }) => ({ x: within(x, photo.width), y: within(y, photo.height) });
  const off = (/** @type {{ to: Point }} */ { to }) => Math.hypot(to.x - onPhoto(to).x, to.y - onPhoto(to).y);
  const [own, other] = [way(mark.from, mark.to), way(mark.to, mark.from)];
  const { from, to } = off(own) <= off(other) ? own : other;
  return { from: onPhoto(from), to: onPhoto(to) };
}

/**
 * Where a clause was looked at, a sentence a mark.
 * @param {Finding} finding
 * @param {Answered} report
 * @param {Language} language
 */
export function inWords(finding, report, language) {
  return finding.marks.flatMap((mark) => {
    const place = bounds(mark, report.photo);
    if (!place) return [];
    const { x, y, width, height } = place;
    const whole = mark.shape !== 'heat' && width === report.photo.width && height === report.photo.height;
    if (whole) return [text('everywhere', language)];
    const rounded = Object.entries({ x, y, width, height }).map(([name, value]) => [name, String(Math.round(value))]);
    return [text(WORDS[mark.shape], language, { number: sign(finding, report), ...Object.fromEntries(rounded) })];
  });
}
