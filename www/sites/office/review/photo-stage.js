/** A photo with what the check has marked on it and with lines to compare with, fitted to its place or as it is. */

import { arrange, NUMBERED } from '../../../package/element/arrange.js';
import { h, svg } from '../../../package/element/dom.js';
import { drawFinding } from '../../../package/element/draw-mark.js';
import { MARK_STYLES } from '../../../package/element/mark-styles.js';
import { photoBytes } from './queue.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../../package/checker/report.js').Report} Report */

const markStyles = new CSSStyleSheet();
markStyles.replaceSync(MARK_STYLES);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, markStyles];

/**
 * The image of a photo, decoded, so that it is shown at once.
 * @param {string} path below the reviews
 * @returns {Promise<HTMLImageElement>}
 */
export async function loadImage(path) {
  const image = new Image();
  image.src = URL.createObjectURL(await photoBytes(path));
  await image.decode();
  return image;
}

/**
 * @param {HTMLImageElement} image
 * @param {Report | null} report `null` without marks
 * @param {{ alt: string, marks: boolean, guides: boolean, language: Language }} shown
 */
export function photoStage(image, report, { alt, marks, guides, language }) {
  image.alt = alt;
  const size = { width: image.naturalWidth, height: image.naturalHeight };
  const lines = guides ? guideLines(size) : [];
  const drawn = [...lines, ...(report && guides ? lengths(report, language) : [])];
  if (report && marks) drawn.push(...found(report, language));
  const overlay = svg('svg', { viewBox: `0 0 ${size.width} ${size.height}`, 'aria-hidden': 'true' }, ...drawn);
  return h('div', { class: 'preview' }, image, overlay);
}

/** What fails or is doubtful. @param {Report} report @param {Language} language */
function found(report, language) {
  const arrangement = arrange(report, {});
  return NUMBERED.flatMap((group) =>
    arrangement[group].flatMap(({ finding, label }) => drawFinding(finding, label, group, report.photo, language)),
  );
}

/** Lengths that were measured, and where they should end, also where they are right. @param {Report} report @param {Language} language */
function lengths(report, language) {
  const passed = report.findings.filter(({ outcome }) => outcome === 'pass');
  const measured = passed.filter(({ marks }) => marks.some(({ shape }) => shape === 'bar'));
  const shapes = measured.flatMap((finding) => drawFinding(finding, '', 'guide', report.photo, language).slice(0, -1));
  return shapes.filter(({ tagName }) => tagName !== 'text');
}

/**
 * The middle, and thirds: enough to see whether a head is upright and in its place.
 * @param {{ width: number, height: number }} size
 */
export function guideLines({ width, height }) {
  const across = (/** @type {number} */ share) => `M0 ${height * share}H${width}`;
  const down = (/** @type {number} */ share) => `M${width * share} 0V${height}`;
  const d = [down(1 / 2), ...[1 / 3, 2 / 3].flatMap((share) => [across(share), down(share)])].join('');
  return ['guide-halo', 'guide-line'].map((name) => svg('path', { class: name, d }));
}
