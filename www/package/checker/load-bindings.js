/** Loads what wasm-bindgen has written: a script, then the module beside it. */

import { request, untilStalled } from './transfer.js';

/**
 * @param {string | URL} folder
 * @param {string} name
 * @returns {Promise<{ bindings: any, exports: any }>} the script, ready for use, and what the module itself exports
 */
export async function loadBindings(folder, name) {
  const script = new URL(`${name}.js`, folder);
  const bindings = await untilStalled(() => import(script.href));
  const module = new URL(`${name}_bg.wasm`, script);
  const exports = await untilStalled(async (transfer) =>
    bindings.default({ module_or_path: await request(module, transfer) }),
  );
  return { bindings, exports };
}
