/** Where a page's module lies. */

import { MODULE } from './places.js';

/**
 * The folder of the module's builds.
 * @param {string | URL} [source] a page's own paths are relative to it
 */
export function folder(source = MODULE) {
  const found = new URL(source, globalThis.document?.baseURI ?? location.href);
  if (!found.pathname.endsWith('/')) found.pathname += '/';
  return found;
}
