/**
 * The small module: what a photo's file tells by itself, seconds before the checker has arrived. It measures as
 * the checker does and judges nothing. Where it cannot run it says nothing: the checker will name the reason.
 */

/** @typedef {typeof import('../pkg/preflight/preflight.js')} Small */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./report.js').Mark} Mark */

/**
 * Asks for the facts of a file; the answer bears the same number.
 * @typedef {{ kind: 'facts', number: number, file: Blob }} Question
 * @typedef {{ kind: 'listening' } | { kind: 'facts', number: number, facts: Fact[] }} Reply
 */

/**
 * @param {string | URL} source the folder of the module's builds
 * @returns {Promise<Small>}
 */
export async function loadSmall(source) {
  /** @type {Small} */
  const small = await import(new URL('preflight/preflight.js', source).href);
  await small.default();
  return small;
}

/**
 * @param {Small} small
 * @param {Blob} file
 * @returns {Promise<Fact[]>} none of a file that is longer than the engine takes
 */
export async function factsOf({ look, longest }, file) {
  if (file.size > longest()) return [];
  /** @type {Fact[]} */
  const facts = [];
  look(new Uint8Array(await file.arrayBuffer()), {
    /** @type {(rule: string, value: number, zh: string, en: string, areas: Uint32Array) => void} */
    measured: (rule, value, zh, en, areas) =>
      void facts.push({ rule, value, because: null, words: { zh, en }, marks: marks([...areas]) }),
    /** @type {(rule: string, because: string, zh: string, en: string) => void} */
    unmeasurable: (rule, because, zh, en) => void facts.push({ rule, value: null, because, words: { zh, en }, marks: [] }),
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
