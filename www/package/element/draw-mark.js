/** Draws marks as SVG. */

import { svg } from './dom.js';
import { heatCells } from './marks.js';

/** @typedef {import('../checker/report.js').Mark} Mark */
/** @typedef {import('../checker/report.js').Point} Point */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {{ from: Point, to: Point }} Segment */

/** How far the strokes at a bar's ends extend to each side, as a share of the picture's longer side. */
const END_STROKE = 0.02;

/** The highest level of a heat map. */
const HIGHEST_LEVEL = 9;

/** The opacity of a cell of the highest level. */
const HIGHEST_OPACITY = 0.7;

/**
 * @param {Mark} mark
 * @param {Segment | null} allowed the range that the limits allow, drawn beside a bar
 * @param {PartialReport['photo']} photo
 * @param {string} className of the coloured lines
 */
export function drawMark(mark, allowed, photo, className) {
  if (mark.shape === 'heat') return heatMap(mark, photo, className);
  // A light line under the coloured one: one of them is visible on any photo.
  const lines = ['halo', className].map((name) => outline(mark, photo, name));
  if (!allowed) return lines;
  const { from, to } = allowed;
  const band = svg('line', { class: 'allowed', x1: from.x, y1: from.y, x2: to.x, y2: to.y });
  const strokes = `${endStroke(from, allowed, photo)} ${endStroke(to, allowed, photo)}`;
  const ends = ['halo', 'end'].map((name) => svg('path', { class: name, d: strokes }));
  return [band, ...ends, ...lines];
}

/**
 * @param {Exclude<Mark, { shape: 'heat' }>} mark
 * @param {PartialReport['photo']} photo
 * @param {string} className
 */
function outline(mark, photo, className) {
  switch (mark.shape) {
    case 'area': {
      const { x, y, width, height } = mark;
      return svg('rect', { class: className, x, y, width, height });
    }
    case 'line': {
      const { from, to } = mark;
      return svg('line', { class: className, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
    }
    case 'polygon':
      return svg('polygon', { class: className, points: mark.points.map(({ x, y }) => `${x},${y}`).join(' ') });
    case 'bar': {
      const { from, to } = mark;
      const line = `M${from.x} ${from.y}L${to.x} ${to.y}`;
      const ends = `${endStroke(from, mark, photo)} ${endStroke(to, mark, photo)}`;
      return svg('path', { class: `${className} bar`, d: `${line} ${ends}` });
    }
  }
}

/**
 * A short stroke across the end of a segment.
 * @param {Point} end
 * @param {Segment} segment
 * @param {PartialReport['photo']} photo
 */
function endStroke(end, { from, to }, photo) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const reach = (END_STROKE * Math.max(photo.width ?? 0, photo.height ?? 0)) / length;
  const [x, y] = [(from.y - to.y) * reach, (to.x - from.x) * reach];
  return `M${end.x - x} ${end.y - y}L${end.x + x} ${end.y + y}`;
}

/**
 * All cells of one level are one path, so that no seams are visible between them.
 * @param {Extract<Mark, { shape: 'heat' }>} mark
 * @param {PartialReport['photo']} photo
 * @param {string} className
 */
function heatMap(mark, photo, className) {
  /** @type {Map<number, string>} */
  const paths = new Map();
  for (const { x, y, width, height, level } of heatCells(mark, photo)) {
    paths.set(level, `${paths.get(level) ?? ''}M${x} ${y}h${width}v${height}h${-width}z`);
  }
  return [...paths].map(([level, d]) => {
    const opacity = ((HIGHEST_OPACITY * level) / HIGHEST_LEVEL).toFixed(2);
    return svg('path', { class: `${className} heat`, d, 'fill-opacity': opacity });
  });
}
