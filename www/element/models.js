/** Loads the models that the module asks for, all at once, while their reader is still choosing a photo. */

/** @typedef {{ id: string, sha256: string, bytes: number }} Wanted as the module lists them */
/** How many digits of a model's SHA-256 its file name bears. */
const DIGITS = 16;

/** Progress is told in steps of this share of the whole. */
const STEP = 0.02;

/**
 * @param {Wanted[]} wanted
 * @param {URL} folder where they lie, as `ID.HASH.tflite`
 * @param {(id: string, bytes: Uint8Array) => void} take what to do with each as soon as it has arrived
 * @param {(loaded: number, total: number) => void} progress in bytes
 * @returns {Promise<void>} when all have been taken; rejected where one cannot be loaded or taken
 */
export async function loadModels(wanted, folder, take, progress) {
  const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  let told = 0;
  const arrived = (/** @type {number} */ bytes) => {
    loaded += bytes;
    if (loaded < total && loaded - told < total * STEP) return;
    told = loaded;
    progress(loaded, total);
  };
  progress(0, total);
  await Promise.all(wanted.map(async (model) => take(model.id, await loadModel(model, folder, arrived))));
}

/**
 * @param {Wanted} wanted
 * @param {URL} folder
 * @param {(bytes: number) => void} arrived
 * @returns {Promise<Uint8Array>}
 */
async function loadModel({ id, sha256, bytes: length }, folder, arrived) {
  const answer = await fetch(new URL(`${id}.${sha256.slice(0, DIGITS)}.tflite`, folder));
  if (!answer.ok || !answer.body) throw new Error(`${answer.url}: ${answer.status}`);
  const bytes = new Uint8Array(length);
  const reader = answer.body.getReader();
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > length) throw new Error(`${answer.url} is longer than ${length} bytes`);
    bytes.set(part.value, at);
    at += part.value.length;
    arrived(part.value.length);
  }
  return bytes;
}
