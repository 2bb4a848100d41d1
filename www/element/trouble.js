/** Why the module cannot check a photo, and what helps. */

/** @typedef {import('./report.js').TroubleCause} TroubleCause */
/** @typedef {import('./texts.js').Key} Key */

/** The module cannot run here, or has stopped. The message is for developers. */
export class Trouble extends Error {
  /**
   * @param {TroubleCause} cause
   * @param {string} message
   */
  constructor(cause, message) {
    super(message);
    this.name = 'Trouble';
    this.trouble = cause;
  }
}

/** Milliseconds in which a browser tells that a failure was a policy's doing. */
export const AFTER_FAILURE = 50;

/** An empty module: where it is accepted as valid and still not compiled, a policy forbids to. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/**
 * Why no module can run in this page or worker; `null` where one can.
 * @returns {TroubleCause | null}
 */
export function obstacle() {
  if (typeof WebAssembly !== 'object') return 'unsupported';
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return null;
  } catch {
    return 'policy';
  }
}

/**
 * Listens for what a policy forbids from now on, in a page or a worker.
 * @returns {() => Promise<boolean>} whether anything was; the browser tells so a moment after the failure
 */
export function blockedByPolicy() {
  let blocked = false;
  const target = globalThis.document ?? globalThis;
  target.addEventListener('securitypolicyviolation', () => {
    blocked = true;
  }, { once: true });
  return async () => {
    await new Promise((done) => setTimeout(done, AFTER_FAILURE));
    return blocked;
  };
}

/** What the person in front of this browser can do so that the module runs. @returns {Key} */
export function cure() {
  const { userAgent } = navigator;
  // On Apple's devices WeChat shows pages with the system's own engine.
  if (/iPhone|iPad/.test(userAgent)) return 'cureApple';
  if (/MicroMessenger/.test(userAgent)) return 'cureWeChat';
  return 'cureBrowser';
}
