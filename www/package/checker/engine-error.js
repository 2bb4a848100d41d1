/** Why the engine, which is the WebAssembly module in its worker, cannot check a photo. */

/** @typedef {import('./protocol.js').EngineErrorReason} EngineErrorReason */

/** The engine cannot run here, or has stopped. The message is for developers. */
export class EngineError extends Error {
  /**
   * @param {EngineErrorReason} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.name = 'EngineError';
    this.reason = reason;
  }
}

/** Milliseconds after a failure in which browsers report the policy violation that caused it. */
export const VIOLATION_DELAY = 50;

/** An empty module: a browser that accepts it as valid and does not compile it is forbidden to by a policy. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/**
 * Why no WebAssembly can run in this page or worker; `null` where it can.
 * @returns {EngineErrorReason | null}
 */
export function wasmObstacle() {
  if (typeof WebAssembly !== 'object') return 'unsupported';
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return null;
  } catch {
    return 'policy';
  }
}

let violations = 0;
// Node, where the package may be imported, has neither a document nor events.
(globalThis.document ?? globalThis).addEventListener?.('securitypolicyviolation', () => (violations += 1));

/**
 * Watches for violations of the security policy from now on, in a page or a worker.
 * @returns {() => Promise<boolean>} whether there was one, once browsers have had time to report it
 */
export function watchPolicyViolations() {
  const before = violations;
  return async () => {
    await new Promise((done) => setTimeout(done, VIOLATION_DELAY));
    return violations > before;
  };
}
