/** Has the service worker keep what a page has loaded, so that the next visit loads nothing and works offline. */

import { hasSimd } from '../package/checker/has-simd.js';

/** The code of a built site is in a folder at its top, where the service worker is. */
const SERVICE_WORKER = new URL('../sw.js', import.meta.url);

/** @param {{ models: boolean }} options whether the models have been loaded */
export async function keepOffline({ models }) {
  try {
    await navigator.serviceWorker.register(SERVICE_WORKER);
    const { active } = await navigator.serviceWorker.ready;
    // The page asks for the build with SIMD beforehand; where the browser does not take it, the worker loads the other one.
    const build = hasSimd() ? '/pkg/simd/' : '/pkg/scalar/';
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name.replace('/pkg/simd/', build));
    active?.postMessage({ loaded, models });
  } catch {
    // No service worker, or its storage is blocked: only the browser's own cache is used.
  }
}
