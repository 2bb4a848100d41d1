/** Starts the checker's worker, also from a page of another origin. */

import { WORKER } from './assets.js';
import { EngineError, VIOLATION_DELAY } from './engine-error.js';
import { modelsFolder } from './folders.js';

/**
 * Browsers refuse a worker script from another origin: there a `blob:` script of the page's own origin imports it.
 * @param {URL} builds the folder of the WebAssembly builds
 */
export function startWorker(builds) {
  // The folders are in the worker's name, so that its address, and with it the cached script, is always the same.
  const name = [builds, modelsFolder(builds)].map(({ href }) => href).join(' ');
  if (WORKER.origin === location.origin) return moduleWorker(WORKER, name);
  const script = new Blob([importer(WORKER.href)], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  const worker = moduleWorker(address, name);
  // The script has been read when the worker's first message arrives.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/**
 * @param {string | URL} script
 * @param {string} name
 */
function moduleWorker(script, name) {
  let supported = false;
  const options = {
    name,
    /** Only a browser that supports module workers reads the option. */
    get type() {
      supported = true;
      return /** @type {const} */ ('module');
    },
  };
  try {
    const worker = new Worker(script, options);
    if (supported) return worker;
    worker.terminate();
  } catch (error) {
    throw new EngineError('policy', String(error));
  }
  throw new EngineError('unsupported', 'no module workers');
}

/** A script that imports another one and reports why it could not. @param {string} script */
function importer(script) {
  return `let reason = 'download';
    addEventListener('securitypolicyviolation', () => { reason = 'policy'; });
    import(${JSON.stringify(script)}).catch((error) => {
      setTimeout(() => postMessage({ kind: 'failed', reason, message: String(error) }), ${VIOLATION_DELAY});
    });`;
}
