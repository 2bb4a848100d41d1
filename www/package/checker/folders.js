/** The folders that builds and models are loaded from. */

import { BUILDS, MODELS } from './assets.js';

/**
 * The folder of the WebAssembly builds.
 * @param {string | URL} [source] the folder that the caller chose, relative to the page
 */
export function buildsFolder(source = BUILDS) {
  const folder = new URL(source, globalThis.document?.baseURI ?? location.href);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return folder;
}

/**
 * The folder of the models: beside a folder of builds that the caller chose, else the package's own.
 * @param {URL} builds
 */
export function modelsFolder(builds) {
  return builds.href === BUILDS.href ? MODELS : new URL('../models/', builds);
}
