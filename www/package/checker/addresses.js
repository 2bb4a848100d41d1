/** Where the worker, the builds and the models are loaded from. */

import { BUILDS, MODELS, WORKER } from './assets.js';

/**
 * @typedef {object} Addresses
 * @property {URL} worker the script
 * @property {URL} builds the folder of the WebAssembly builds
 * @property {URL} models the folder of the models
 */

/**
 * The package's own, or those of a copy of its folders `checker`, `pkg` and `models`.
 * @param {string | URL} [builds] the folder `pkg` of the copy, relative to the page
 * @returns {Addresses}
 */
export function addresses(builds) {
  if (builds === undefined) return { worker: WORKER, builds: BUILDS, models: MODELS };
  const folder = new URL(builds, globalThis.document?.baseURI ?? location.href);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return { worker: new URL('../checker/worker.js', folder), builds: folder, models: new URL('../models/', folder) };
}
