/** Where module and models lie. */

import { MODELS, MODULE } from './places.js';

/**
 * The folder of the module's builds.
 * @param {string | URL} [source] a page's own paths are relative to it
 */
export function folder(source = MODULE) {
  const found = new URL(source, globalThis.document?.baseURI ?? location.href);
  if (!found.pathname.endsWith('/')) found.pathname += '/';
  return found;
}

/**
 * The folder of the models: beside that of the builds, unless these lie where they always do.
 * @param {URL} source the folder of the builds
 */
export function modelsFor(source) {
  return source.href === MODULE.href ? MODELS : new URL('../models/', source);
}
