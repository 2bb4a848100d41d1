/** Downloads the models that the module lists, all at once, while the photo is still being chosen. */

/** @typedef {{ id: string, sha256: string, bytes: number }} ModelInfo as the module lists it */

/** How many digits of a model's SHA-256 its file name contains. */
const HASH_DIGITS = 16;

/** Progress is reported in steps of this share of the whole. */
const PROGRESS_STEP = 0.02;

/**
 * @param {ModelInfo[]} models
 * @param {URL} folder where they are served, as `ID.HASH.tflite`
 * @param {(id: string, bytes: Uint8Array) => void} add called with each model as soon as it is downloaded
 * @param {(loaded: number, total: number) => void} onprogress in bytes
 * @returns {Promise<void>} when all have been added; rejected where one cannot be downloaded or added
 */
export async function loadModels(models, folder, add, onprogress) {
  const total = models.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  let reported = 0;
  const count = (/** @type {number} */ bytes) => {
    loaded += bytes;
    if (loaded < total && loaded - reported < total * PROGRESS_STEP) return;
    reported = loaded;
    onprogress(loaded, total);
  };
  onprogress(0, total);
  await Promise.all(models.map(async (model) => add(model.id, await download(model, folder, count))));
}

/**
 * @param {ModelInfo} model
 * @param {URL} folder
 * @param {(bytes: number) => void} count called with the length of each chunk
 * @returns {Promise<Uint8Array>}
 */
async function download({ id, sha256, bytes: length }, folder, count) {
  const response = await fetch(new URL(`${id}.${sha256.slice(0, HASH_DIGITS)}.tflite`, folder));
  if (!response.ok || !response.body) throw new Error(`${response.url}: ${response.status}`);
  const bytes = new Uint8Array(length);
  const reader = response.body.getReader();
  let offset = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (offset + chunk.value.length > length) throw new Error(`${response.url} is longer than ${length} bytes`);
    bytes.set(chunk.value, offset);
    offset += chunk.value.length;
    count(chunk.value.length);
  }
  return bytes;
}
