/** The addresses of the package's files that are loaded at run time. A built site has its own version of this file. */

/** The script of the worker. */
export const WORKER = new URL('./worker.js', import.meta.url);

/** The folder of the WebAssembly builds. */
export const BUILDS = new URL('../pkg/', import.meta.url);

/** The folder of the models, each as `ID.HASH.tflite` with the first 16 digits of its SHA-256. */
export const MODELS = new URL('../models/', import.meta.url);
