/**
 * Loads the checker's WebAssembly module. Of its two builds the one with SIMD is taken only where the browser
 * accepts it and its self-test passes.
 */

import { EngineError, wasmObstacle, watchPolicyViolations } from './engine-error.js';
import { hasSimd } from './has-simd.js';
import { loadBindings } from './load-bindings.js';

/** @typedef {typeof import('../pkg/simd/portrait_precheck.js')} Module */
/** @typedef {'simd' | 'scalar'} Build */

/**
 * Loads one build, without its self-test.
 * @param {Build} build
 * @param {string | URL} builds the folder of the builds
 * @returns {Promise<{ module: Module, memory: WebAssembly.Memory }>}
 */
export async function loadBuild(build, builds) {
  const { bindings, exports } = await loadBindings(new URL(`${build}/`, builds), 'portrait_precheck');
  return { module: bindings, memory: exports.memory };
}

/**
 * Loads the fastest build that passes its self-test in this browser.
 * @param {string | URL} builds the folder of the builds
 * @returns {Promise<Module>} rejected with `EngineError`
 */
export async function loadModule(builds) {
  const violatesPolicy = watchPolicyViolations();
  try {
    const { module } = (await loadSimdBuild(builds)) ?? (await loadBuild('scalar', builds));
    if (module.Checker.selfTest()) return module;
  } catch (error) {
    throw new EngineError(wasmObstacle() ?? ((await violatesPolicy()) ? 'policy' : 'download'), String(error));
  }
  throw new EngineError('wrong', 'the self-test failed in this browser');
}

/** @param {string | URL} builds */
async function loadSimdBuild(builds) {
  if (!hasSimd()) return null;
  const loaded = await loadBuild('simd', builds);
  return loaded.module.Checker.selfTest() ? loaded : null;
}
