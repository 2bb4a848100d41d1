/** Starts the checker's worker, also from a page of another origin. */

import { EngineError, VIOLATION_DELAY } from './engine-error.js';

/**
 * Browsers refuse a worker script from another origin: there a `blob:` script of the page's own origin imports it.
 * @param {import('./addresses.js').Addresses} addresses
 */
export function startWorker({ worker: source, builds, models }) {
  // The folders are in the worker's name, so that its address, and with it the cached script, is always the same.
  const name = `${builds.href} ${models.href}`;
  // In a sandboxed frame the page's address has another origin than the page.
  if (source.origin === globalThis.origin) return newWorker(source, name, 'module');
  const script = new Blob([importer(source.href)], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  // Chromium starts no module from a `blob:` in a sandboxed frame.
  const worker = newWorker(address, name, globalThis.origin === 'null' ? 'classic' : 'module');
  // The script has been read when the worker's first message arrives.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/**
 * @param {string | URL} script
 * @param {string} name
 * @param {WorkerType} type of the script; what it imports are modules
 */
function newWorker(script, name, type) {
  let supported = false;
  const options = {
    name,
    /** Only a browser that supports module workers reads the option. */
    get type() {
      supported = true;
      return type;
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
