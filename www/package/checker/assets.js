/** The addresses of the package's files that are loaded at run time. A built site has its own version of this file. */

// Bundlers would take `new URL('…', import.meta.url)` for a file to be bundled, which these are not. In scripts that
// are no modules there is no `import.meta.url`.
const HERE = import.meta.url ?? location.href;

/** The script of the worker. */
export const WORKER = new URL('./worker.js', HERE);

/** The folder of the WebAssembly builds. */
export const BUILDS = new URL('../pkg/', HERE);

/** The folder of the models, each as `ID.HASH.tflite` with the first 16 digits of its SHA-256. */
export const MODELS = new URL('../models/', HERE);
