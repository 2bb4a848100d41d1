/** Marks as drawings. */

import { draw } from './dom.js';
import { cells } from './marks.js';

/** @typedef {import('./report.js').Answered} Answered */
/** @typedef {import('./report.js').Mark} Mark */
/** @typedef {import('./report.js').Point} Point */
/** @typedef {{ from: Point, to: Point }} Way */

/** How far a bar's ends reach to each side, as a share of the picture's longer side. */
const END = 0.02;

/** The hottest of a heat's letters. */
const HOTTEST = 9;

/** How much of the photo the hottest cell hides. */
const HIDES = 0.7;

/**
 * A mark, and what a limit allows beside it.
 * @param {Mark} mark
 * @param {Way | null} allowed
 * @param {Answered['photo']} photo
 * @param {string} name class of the coloured lines
 */
export function shapes(mark, allowed, photo, name) {
  if (mark.shape === 'heat') return heat(mark, photo, name);
  // A light line under the coloured one: one of them stands out from any photo.
  const lined = ['ground', name].map((own) => outline(mark, photo, own));
  if (!allowed) return lined;
  const { from, to } = allowed;
  const band = draw('line', { class: 'allowed', x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  const ends = ['ground', 'end'].map((own) => draw('path', { class: own, d: `${across(from, allowed, photo)} ${across(to, allowed, photo)}` }));
  return [band, ...ends, ...lined];
}

/**
 * @param {Exclude<Mark, { shape: 'heat' }>} mark
 * @param {Answered['photo']} photo
 * @param {string} name
 */
function outline(mark, photo, name) {
  if (mark.shape === 'line') {
    const { from, to } = mark;
    return draw('line', { class: name, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  }
  if (mark.shape === 'bar') {
    const { from, to } = mark;
    const way = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    return draw('path', { class: `${name} bar`, d: `${way} ${across(from, mark, photo)} ${across(to, mark, photo)}` });
  }
  if (mark.shape === 'polygon') {
    return draw('polygon', { class: name, points: mark.points.map(({ x, y }) => `${x},${y}`).join(' ') });
  }
  const { x, y, width, height } = mark;
  return draw('rect', { class: name, x, y, width, height });
}

/**
 * A short stroke across a way's end.
 * @param {Point} end
 * @param {Way} way
 * @param {Answered['photo']} photo
 */
function across(end, { from, to }, photo) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const reach = (END * Math.max(photo.width ?? 0, photo.height ?? 0)) / length;
  const [x, y] = [(from.y - to.y) * reach, (to.x - from.x) * reach];
  return `M${end.x - x} ${end.y - y}L${end.x + x} ${end.y + y}`;
}

/**
 * All cells of one warmth are one shape, so that no seams show between them.
 * @param {Extract<Mark, { shape: 'heat' }>} mark
 * @param {Answered['photo']} photo
 * @param {string} name
 */
function heat(mark, photo, name) {
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (const { x, y, width, height, warmth } of cells(mark, photo)) {
    paths.set(warmth, `${paths.get(warmth) ?? ''}M${x} ${y}h${width}v${height}h${-width}z`);
  }
  return [...paths].map(([warmth, d]) =>
    draw('path', { class: `${name} heat`, d, 'fill-opacity': ((HIDES * warmth) / HOTTEST).toFixed(2) }),
  );
}
