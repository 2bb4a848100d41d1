/**
 * Draws what a finding marks as SVG. A light line under each coloured one makes it visible on any photo; eyes, brows
 * and other small parts are encircled, not traced, so that they can still be seen.
 */

import { svg } from './dom.js';
import { allowedRange, boundingBox, heatCells } from './marks.js';
import { text } from './texts.js';

/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/report.js').Mark} Mark */
/** @typedef {import('../checker/report.js').Point} Point */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {import('./marks.js').Box} Box */
/** @typedef {import('./marks.js').Segment} Segment */

// Lengths as shares of the picture's longer side.
/** What is smaller is encircled. */
const SMALL = 0.16;
/** Space between a small part and the line around it. */
const PADDING = 0.02;
/** How far the strokes at a bar's ends reach to each side. */
const END_STROKE = 0.02;
/** Height of the words at a wanted place. */
const LABEL = 0.04;
/** Radius of the circle with a finding's number. */
const BADGE = 0.03;
/** How far from the picture's edge a bar stands that would cover the face, and how wide its wanted place is drawn. */
const BESIDE = 0.08;

/** Where the continuation of a line begins and ends, in lengths of the line beyond its ends. */
const EXTENSION = { from: 0.3, to: 0.8 };

/** More lines than these are shown as the part that they cover together. */
const FEW_LINES = 2;

/**
 * @param {Finding} finding
 * @param {string} label its number
 * @param {string} className its group
 * @param {PartialReport['photo']} photo
 * @param {Language} language
 * @returns {SVGElement[]}
 */
export function drawFinding(finding, label, className, photo, language) {
  const side = Math.max(photo.width ?? 0, photo.height ?? 0);
  const marks = simplified(finding.marks, photo, side);
  const box = boundingBox(marks, photo);
  if (!box) return [];
  const wanted = marks.flatMap((mark) => {
    const range = allowedRange(mark, finding, photo);
    return range ? wantedPlace(range, photo, side, language) : [];
  });
  const shapes = marks.flatMap((mark) => shape(mark, photo, side, className));
  return [...wanted, ...shapes, badge(box, label, className, photo, side)];
}

/**
 * The marks as they are drawn: many lines as one area, small parts with space around them, bars beside the face.
 * @param {Mark[]} marks
 * @param {PartialReport['photo']} photo
 * @param {number} side
 * @returns {Mark[]}
 */
function simplified(marks, photo, side) {
  const lines = marks.filter(({ shape }) => shape === 'line');
  const covered = lines.length > FEW_LINES ? boundingBox(lines, photo) : null;
  const kept = covered ? marks.filter(({ shape }) => shape !== 'line') : marks;
  const shown = kept.flatMap((mark) => {
    if (mark.shape === 'bar') return [besideFace(mark, photo)];
    if (mark.shape === 'line') return kept.length === 1 ? extensions(mark) : [mark];
    const box = mark.shape === 'area' || mark.shape === 'polygon' ? boundingBox([mark], photo) : null;
    return [box && Math.max(box.width, box.height) < SMALL * side ? padded(box, side) : mark];
  });
  return covered ? [...shown, padded(covered, side)] : shown;
}

/**
 * @param {Box} box
 * @param {number} side
 * @returns {Extract<Mark, { shape: 'area' }>}
 */
function padded({ x, y, width, height }, side) {
  const space = PADDING * side;
  return { shape: 'area', x: x - space, y: y - space, width: width + 2 * space, height: height + 2 * space };
}

/**
 * A bar in the picture's middle is drawn near its edge.
 * @param {Extract<Mark, { shape: 'bar' }>} bar
 * @param {PartialReport['photo']} photo
 * @returns {Mark}
 */
function besideFace(bar, photo) {
  const { from, to } = bar;
  const upright = Math.abs(to.y - from.y) >= Math.abs(to.x - from.x);
  const length = (upright ? photo.width : photo.height) ?? 0;
  const place = upright ? from.x : from.y;
  if (place < length / 4 || place > (3 * length) / 4) return bar;
  const moved = length * (1 - BESIDE);
  return upright
    ? { ...bar, from: { ...from, x: moved }, to: { ...to, x: moved } }
    : { ...bar, from: { ...from, y: moved }, to: { ...to, y: moved } };
}

/**
 * @param {Mark} mark
 * @param {PartialReport['photo']} photo
 * @param {number} side
 * @param {string} className
 * @returns {SVGElement[]}
 */
function shape(mark, photo, side, className) {
  const twice = (/** @type {(className: string) => SVGElement} */ draw) => ['halo', `mark ${className}`].map(draw);
  switch (mark.shape) {
    case 'area': {
      const { x, y, width, height } = mark;
      return twice((name) => svg('rect', { class: name, x, y, width, height, rx: PADDING * side }));
    }
    case 'polygon': {
      const points = mark.points.map(({ x, y }) => `${x},${y}`).join(' ');
      return twice((name) => svg('polygon', { class: name, points }));
    }
    case 'line':
      return twice((name) => svg('path', { class: name, d: path(mark) }));
    case 'bar': {
      const d = path(mark) + endStroke(mark.from, mark, side) + endStroke(mark.to, mark, side);
      return twice((name) => svg('path', { class: name, d }));
    }
    case 'heat': {
      const cells = heatCells(mark, photo);
      const fill = cells.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');
      const edge = cells.map(cellEdges).join('');
      return [
        svg('path', { class: `heat ${className}`, d: fill }),
        ...twice((name) => svg('path', { class: name, d: edge })),
      ];
    }
  }
}

/** @param {Segment} segment */
function path({ from, to }) {
  return `M${from.x} ${from.y}L${to.x} ${to.y}`;
}

/**
 * A single line shows how something is inclined: its continuation to both sides, so that what it was measured on is
 * not covered.
 * @param {Extract<Mark, { shape: 'line' }>} line
 * @returns {Mark[]}
 */
function extensions({ shape, from, to }) {
  const at = (/** @type {number} */ place) => ({
    x: Math.round(from.x + (to.x - from.x) * place),
    y: Math.round(from.y + (to.y - from.y) * place),
  });
  return [
    { shape, from: at(-EXTENSION.from), to: at(-EXTENSION.to) },
    { shape, from: at(1 + EXTENSION.from), to: at(1 + EXTENSION.to) },
  ];
}

/**
 * A short stroke across the end of a segment.
 * @param {Point} end
 * @param {Segment} segment
 * @param {number} side
 */
function endStroke(end, { from, to }, side) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const reach = (END_STROKE * side) / length;
  const [x, y] = [(from.y - to.y) * reach, (to.x - from.x) * reach];
  return path({ from: { x: end.x - x, y: end.y - y }, to: { x: end.x + x, y: end.y + y } });
}

/** @param {ReturnType<typeof heatCells>[number]} cell */
function cellEdges({ x, y, width, height, edges }) {
  const [right, bottom] = [x + width, y + height];
  return [
    edges.top && `M${x} ${y}H${right}`,
    edges.right && `M${right} ${y}V${bottom}`,
    edges.bottom && `M${x} ${bottom}H${right}`,
    edges.left && `M${x} ${y}V${bottom}`,
  ]
    .filter(Boolean)
    .join('');
}

/**
 * Where a bar should end: a band across it, with words.
 * @param {Segment} range
 * @param {PartialReport['photo']} photo
 * @param {number} side
 * @param {Language} language
 */
function wantedPlace({ from, to }, photo, side, language) {
  const upright = Math.abs(to.y - from.y) >= Math.abs(to.x - from.x);
  const reach = BESIDE * side;
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  const across = (/** @type {number} */ place, /** @type {number | null} */ length) => {
    const start = Math.max(place - reach, 0);
    return [start, Math.min(place + reach, length ?? 0) - start];
  };
  const [left, wide] = upright ? across(x, photo.width) : [x, width];
  const [top, high] = upright ? [y, height] : across(y, photo.height);
  const band = { x: left, y: top, width: wide, height: high };
  const size = side * LABEL;
  // In the direction of the picture's middle, where there is room.
  const place = upright
    ? { x: band.x - size / 2, y: y + height / 2 + size / 3, 'text-anchor': 'end' }
    : { x: x + width / 2, y: band.y - size / 2, 'text-anchor': 'middle' };
  return [
    svg('rect', { class: 'wanted', ...band }),
    svg('text', { class: 'wanted', 'font-size': size, ...place }, text('wanted', language)),
  ];
}

/**
 * The number, at the upper left edge of what is marked.
 * @param {Box} box
 * @param {string} label
 * @param {string} className
 * @param {PartialReport['photo']} photo
 * @param {number} side
 */
function badge(box, label, className, photo, side) {
  const radius = BADGE * side;
  const inside = (/** @type {number} */ place, /** @type {number | null} */ length) =>
    Math.min(Math.max(place, radius), (length ?? 0) - radius);
  const [cx, cy] = [inside(box.x - radius / 2, photo.width), inside(box.y - radius / 2, photo.height)];
  const words = { x: cx, y: cy + radius * 0.4, 'font-size': radius * 1.2, 'text-anchor': 'middle' };
  return svg('g', { class: `badge ${className}` }, svg('circle', { cx, cy, r: radius }), svg('text', words, label));
}
