/**
 * Loads the module. Of its two builds the one with SIMD is taken only where the browser accepts it and
 * computes rightly with it.
 */

import { Trouble, blockedByPolicy, obstacle } from './trouble.js';

/** @typedef {typeof import('../pkg/simd/portrait_precheck.js')} Module */
/** @typedef {'simd' | 'scalar'} Build */

/** The smallest module with a SIMD instruction: a function that splats a constant and drops it. */
const SIMD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
);

/**
 * One build, whether or not it computes rightly here.
 * @param {Build} build
 * @param {string | URL} source the folder of the builds
 * @returns {Promise<{ module: Module, memory: WebAssembly.Memory }>}
 */
export async function loadBuild(build, source) {
  /** @type {Module} */
  const module = await import(new URL(`${build}/portrait_precheck.js`, source).href);
  const { memory } = await module.default();
  return { module, memory };
}

/**
 * The quickest build that computes rightly here.
 * @param {string | URL} source the folder of the builds
 * @returns {Promise<Module>} rejected with `Trouble`
 */
export async function load(source) {
  const blocked = blockedByPolicy();
  try {
    const { module } = (await quickBuild(source)) ?? (await loadBuild('scalar', source));
    if (module.Checker.selfTest()) return module;
  } catch (error) {
    throw new Trouble(obstacle() ?? ((await blocked()) ? 'policy' : 'download'), String(error));
  }
  throw new Trouble('wrong', 'this browser computes wrongly');
}

/** @param {string | URL} source */
async function quickBuild(source) {
  if (!WebAssembly.validate(SIMD)) return null;
  const loaded = await loadBuild('simd', source);
  return loaded.module.Checker.selfTest() ? loaded : null;
}
