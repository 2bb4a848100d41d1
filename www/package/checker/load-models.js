/** Downloads the models that the module lists, all at once, while the photo is still being chosen. */

import { readChunks, untilStalled } from './transfer.js';

/** @typedef {{ id: string, sha256: string, bytes: number }} ModelInfo as the module lists it */

/** How many digits of a model's SHA-256 its file name contains. */
const HASH_DIGITS = 16;

/** Progress is reported in steps of this share of the whole. */
const PROGRESS_STEP = 0.02;

/**
 * Downloads models until all are there or one fails, which stops the others.
 * @param {ModelInfo[]} models
 * @param {URL} folder where they are served, as `ID.HASH.tflite`
 * @param {object} options
 * @param {Set<string>} options.added the ids of those that need not be downloaded; the others are put into it
 * @param {RequestCache} options.cache
 * @param {(id: string, bytes: Uint8Array) => void} options.add called with each model as soon as it is downloaded
 * @param {(loaded: number, total: number) => void} options.onprogress in bytes
 * @returns {Promise<void>} when all have been added; rejected where one cannot be downloaded or added
 */
export async function loadModels(models, folder, { added, cache, add, onprogress }) {
  const missing = models.filter(({ id }) => !added.has(id));
  const length = (/** @type {ModelInfo[]} */ some) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const total = length(models);
  let loaded = total - length(missing);
  let reported = loaded;
  const count = (/** @type {number} */ bytes) => {
    loaded += bytes;
    if (loaded < total && loaded - reported < total * PROGRESS_STEP) return;
    reported = loaded;
    onprogress(loaded, total);
  };
  onprogress(loaded, total);
  // One limit for all: a server may send them one after the other.
  await untilStalled(({ signal, progress }) => {
    const downloadAndAdd = async (/** @type {ModelInfo} */ model) => {
      const bytes = await download(model, folder, { signal, cache }, (chunk) => {
        signal.throwIfAborted();
        progress();
        count(chunk.length);
      });
      signal.throwIfAborted();
      add(model.id, bytes);
      added.add(model.id);
    };
    return Promise.all(missing.map(downloadAndAdd));
  });
}

/**
 * @param {ModelInfo} model
 * @param {URL} folder
 * @param {RequestInit} options
 * @param {(chunk: Uint8Array) => void} onchunk
 * @returns {Promise<Uint8Array>}
 */
async function download({ id, sha256, bytes: length }, folder, options, onchunk) {
  const response = await fetch(new URL(`${id}.${sha256.slice(0, HASH_DIGITS)}.tflite`, folder), options);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const bytes = new Uint8Array(length);
  let offset = 0;
  await readChunks(response, (chunk) => {
    if (offset + chunk.length > length) throw new Error(`${response.url} is longer than ${length} bytes`);
    bytes.set(chunk, offset);
    offset += chunk.length;
    onchunk(chunk);
  });
  return bytes;
}
