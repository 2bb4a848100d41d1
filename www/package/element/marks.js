/** The geometry of marks, in pixels of the upright photo, and where they are in words. */

import { text } from './texts.js';

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Mark} Mark */
/** @typedef {import('../checker/report.js').Point} Point */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ from: Point, to: Point }} Segment */

/**
 * The bounding box of some marks; `null` where nothing is visible.
 * @param {Mark[]} marks
 * @param {PartialReport['photo']} photo
 * @returns {Box | null}
 */
export function boundingBox(marks, photo) {
  const points = marks.flatMap((mark) => corners(mark, photo));
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * @param {Mark} mark
 * @param {PartialReport['photo']} photo
 */
function corners(mark, photo) {
  if (mark.shape === 'polygon') return mark.points;
  if (mark.shape === 'line' || mark.shape === 'bar') return [mark.from, mark.to];
  const boxes = mark.shape === 'area' ? [mark] : heatCells(mark, photo);
  return boxes.flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
}

/**
 * The cells of a heat map that are far off, and which of their sides are at the edge of what is off.
 * @param {Extract<Mark, { shape: 'heat' }>} mark
 * @param {PartialReport['photo']} photo
 */
export function heatCells({ rows }, photo) {
  const height = (photo.height ?? 0) / rows.length;
  const worst = Math.max(...rows.flatMap((row) => [...row].map(Number)).filter((level) => level > 0));
  const isOff = (/** @type {number} */ down, /** @type {number} */ across) =>
    Number(rows[down]?.[across]) >= Math.max(1, worst / 2);
  return rows.flatMap((row, down) => {
    const width = (photo.width ?? 0) / row.length;
    return [...row].flatMap((_, across) => {
      if (!isOff(down, across)) return [];
      const edges = {
        top: !isOff(down - 1, across),
        right: !isOff(down, across + 1),
        bottom: !isOff(down + 1, across),
        left: !isOff(down, across - 1),
      };
      return [{ x: across * width, y: down * height, width, height, edges }];
    });
  });
}

/**
 * Where a bar should end by the limits, measured from the bar's start or, where that is further off the photo, from
 * its other end; `null` for other shapes, or where the limits have no upper end.
 * @param {Mark} mark
 * @param {Finding} finding
 * @param {PartialReport['photo']} photo
 * @returns {Segment | null}
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
  const outside = (/** @type {Segment} */ { to }) => Math.hypot(to.x - onPhoto(to).x, to.y - onPhoto(to).y);
  const [forward, backward] = [range(mark.from, mark.to), range(mark.to, mark.from)];
  const { from, to } = outside(forward) <= outside(backward) ? forward : backward;
  return { from: onPhoto(from), to: onPhoto(to) };
}

/** Parts of the photo by thirds, from the top and from the left. */
const DOWN = /** @type {const} */ (['top', 'middle', 'bottom']);
const ACROSS = /** @type {const} */ (['left', 'middle', 'right']);

/**
 * Where the marks of a finding are, for those who do not see them.
 * @param {Finding} finding
 * @param {PartialReport['photo']} photo
 * @param {Language} language
 */
export function describeMarks({ marks }, photo, language) {
  const box = boundingBox(marks, photo);
  if (!box || !photo.width || !photo.height) return '';
  const third = (/** @type {number} */ place) => Math.min(Math.max(Math.floor(3 * place), 0), 2);
  const down = DOWN[third((box.y + box.height / 2) / photo.height)];
  const across = ACROSS[third((box.x + box.width / 2) / photo.width)];
  return text('markedAt', language, { down: text(down, language), across: text(across, language) });
}
