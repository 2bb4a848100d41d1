/**
 * The preflight module: what the photo's file itself contains, measured seconds before the checker is loaded. It
 * measures as the checker does and judges nothing. Where it cannot run, the checker reports the reason.
 */

import { loadBindings } from './load-bindings.js';

/** @typedef {typeof import('../pkg/preflight/preflight.js')} Preflight */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./report.js').Mark} Mark */
/** @typedef {import('./report.js').Unmeasurable} Unmeasurable */

/**
 * @param {string | URL} builds the folder of the builds
 * @returns {Promise<Preflight>}
 */
export async function loadPreflight(builds) {
  const { bindings } = await loadBindings(new URL('preflight/', builds), 'preflight');
  return bindings;
}

/**
 * @param {Preflight} preflight
 * @param {Blob} file
 * @returns {Promise<Fact[]>} empty for a file that is longer than the engine accepts
 */
export async function measureFile({ measure, maxBytes }, file) {
  if (file.size > maxBytes()) return [];
  /** @type {Fact[]} */
  const facts = [];
  measure(new Uint8Array(await file.arrayBuffer()), {
    /** @type {(rule: string, value: number, zh: string, en: string, areas: Uint32Array) => void} */
    measured: (rule, value, zh, en, areas) => {
      facts.push({ rule, value, because: null, words: { zh, en }, advice: null, marks: marks([...areas]) });
    },
    /** @type {(rule: string, because: Unmeasurable, zh: string, en: string, adviceZh: string, adviceEn: string) => void} */
    unmeasurable: (rule, because, zh, en, adviceZh, adviceEn) => {
      facts.push({ rule, value: null, because, words: { zh, en }, advice: { zh: adviceZh, en: adviceEn }, marks: [] });
    },
  });
  return facts;
}

/**
 * @param {number[]} areas four numbers each
 * @returns {Mark[]}
 */
function marks([x, y, width, height, ...rest]) {
  return x === undefined ? [] : [{ shape: 'area', x, y, width, height }, ...marks(rest)];
}
