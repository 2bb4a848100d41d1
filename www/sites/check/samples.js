/** Drawn sample pictures: how a portrait should look, and what goes wrong most often. */

import { h, svg } from '../../package/element/dom.js';
import { TEXTS } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */

/** Colours of the drawings, alike on light and dark pages, as a photo's are. */
const WALL = '#dbe8f2';
const SKIN = '#e7bd9c';
const HAIR = '#3a2c25';
const CLOTHES = '#33465c';
const SHADOW = '#93a5b5';

const shirt = () => svg('path', { fill: CLOTHES, d: 'M4 80c0-15 9-20 26-20s26 5 26 20z' });
const neck = () => svg('path', { fill: SKIN, d: 'M24 48h12v12q-6 6-12 0z' });
const face = () => [
  svg('ellipse', { fill: SKIN, cx: 16.5, cy: 37, rx: 2.5, ry: 4 }),
  svg('ellipse', { fill: SKIN, cx: 43.5, cy: 37, rx: 2.5, ry: 4 }),
  svg('ellipse', { fill: SKIN, cx: 30, cy: 36, rx: 13, ry: 17 }),
];
const hair = () => svg('path', { fill: HAIR, d: 'M16.5 32c-1-21 28-21 27 0-3-8-24-8-27 0z' });
const features = () => [
  svg('path', { fill: 'none', stroke: HAIR, 'stroke-width': 1.6, d: 'M21 31q3-2 6 0M33 31q3-2 6 0' }),
  svg('path', { fill: 'none', stroke: '#a2604f', 'stroke-width': 1.4, d: 'M26 46q4 1.5 8 0' }),
  svg('circle', { fill: HAIR, cx: 24, cy: 35.5, r: 1.5 }),
  svg('circle', { fill: HAIR, cx: 36, cy: 35.5, r: 1.5 }),
];
const hat = () => svg('path', { fill: '#8b3a3a', d: 'M16 25c0-20 28-20 28 0l7 3q-21-5-42 0z' });
const fringe = () => svg('path', { fill: HAIR, d: 'M16.5 34c-3-23 30-23 27 0q-13-3-27 0z' });
const shadow = () =>
  svg('path', { fill: SHADOW, d: 'M30 80c2-12 8-18 8-24 20-46-26-52-20-18 2-18 33-20 34 4-1 8-4 16 8 22v16z' });

/** Each sample: its text, whether it is right, and what is drawn from back to front. */
const SAMPLES = /** @type {const} */ ([
  ['sampleRight', true, () => [neck(), shirt(), ...face(), hair(), ...features()]],
  ['sampleHat', false, () => [neck(), shirt(), ...face(), hair(), ...features(), hat()]],
  ['sampleFringe', false, () => [neck(), shirt(), ...face(), ...features(), fringe()]],
  ['sampleShadow', false, () => [shadow(), neck(), shirt(), ...face(), hair(), ...features()]],
]);

/**
 * @param {Language} language
 * @returns {HTMLElement}
 */
export function samples(language) {
  const items = SAMPLES.map(([key, right, draw]) => {
    const wall = svg('rect', { width: 60, height: 80, fill: WALL });
    return h(
      'li',
      {},
      svg('svg', { viewBox: '0 0 60 80', 'aria-hidden': 'true' }, wall, ...draw()),
      h('span', { class: right ? 'right' : 'wrong' }, `${right ? '✓' : '✗'} ${TEXTS[key][language]}`),
    );
  });
  return h('ul', { class: 'samples' }, ...items);
}
