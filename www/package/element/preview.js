/** The photo with the marks of what is to be mended, and the same enlarged. */

import { NUMBERED } from './arrange.js';
import { h, svg } from './dom.js';
import { drawFinding } from './draw-mark.js';
import { text } from './texts.js';

/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('./arrange.js').Arrangement} Arrangement */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */

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
 * @param {{ report: PartialReport, arrangement: Arrangement } | null} known
 * @param {ReadonlySet<string>} openRules the rules whose lines are open
 * @param {Language} language
 * @returns {Node | string}
 */
export function preview(image, known, openRules, language) {
  if (image.hidden) return '';
  image.alt = text('preview', language);
  const overlay = known ? marksOverlay(known, openRules, language) : '';
  const button = h(
    'button',
    { type: 'button', class: 'enlarge', 'aria-haspopup': 'dialog', title: text('enlarge', language) },
    image,
    overlay,
  );
  const figure = h('figure', { class: 'preview', part: 'preview' }, button);
  button.addEventListener('click', () => enlarge(figure, language));
  return figure;
}

/**
 * Shows the photo as large as the window, until it is tapped or Escape is pressed; the focus returns to the photo.
 * @param {HTMLElement} figure
 * @param {Language} language
 */
function enlarge(figure, language) {
  const picture = figure.querySelector('.enlarge');
  if (!picture) return;
  const close = h('button', { type: 'button', class: 'close', 'aria-label': text('close', language) }, '✕');
  const copies = [...picture.children].map((child) => child.cloneNode(true));
  const dialog = h(
    'dialog',
    { 'aria-label': text('preview', language) },
    h('div', { class: 'enlarged' }, ...copies),
    close,
  );
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  figure.append(dialog);
  dialog.showModal();
}

/**
 * The marks of the open lines; where none is open, those of everything that is to be mended.
 * @param {{ report: PartialReport, arrangement: Arrangement }} known
 * @param {ReadonlySet<string>} openRules
 * @param {Language} language
 */
function marksOverlay({ report: { photo }, arrangement }, openRules, language) {
  if (!photo.width || !photo.height) return '';
  const items = NUMBERED.flatMap((group) => arrangement[group].map((item) => ({ ...item, group })));
  const open = items.filter(({ finding }) => openRules.has(finding.rule ?? ''));
  const shown = (open.length > 0 ? open : items).flatMap(({ finding, label, group }) => {
    const drawn = drawFinding(finding, label, group, photo, language);
    return drawn.length > 0 ? [{ label, drawn }] : [];
  });
  if (shown.length === 0) return '';
  const numbers = shown.map(({ label }) => label).join(language === 'zh' ? '、' : ', ');
  const attributes = {
    viewBox: `0 0 ${photo.width} ${photo.height}`,
    role: 'img',
    'aria-label': text('marks', language, { numbers }),
  };
  return svg('svg', attributes, ...shown.flatMap(({ drawn }) => drawn));
}
