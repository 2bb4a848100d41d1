/** Compresses files once, at the best quality, since they are sent often. */

import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** Brotli for browsers over https, gzip for those over plain http, by the ending that the server looks for. */
const CODINGS = new Map([
  ['br', promisify(brotliCompress)],
  ['gz', (/** @type {Uint8Array} */ bytes) => promisify(gzip)(bytes, { level: 9 })],
]);

/** A compressed form that is longer than this share of the file is not used. */
const WORTHWHILE = 0.9;

/** The models take half a minute: compressed forms are kept by the SHA-256 of the file. */
const CACHE = fileURLToPath(new URL('../../target/compressed/', import.meta.url));

/**
 * The forms of a file that are worthwhile, by ending.
 * @param {Uint8Array} bytes
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function compressedForms(bytes) {
  const forms = /** @type {Map<string, Uint8Array>} */ (new Map());
  for (const [ending, compress] of CODINGS) {
    const form = await cached(`${sha256(bytes)}.${ending}`, () => compress(bytes));
    if (form.length <= WORTHWHILE * bytes.length) forms.set(ending, form);
  }
  return forms;
}

/** @param {Uint8Array} bytes */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * @param {string} name
 * @param {() => Promise<Uint8Array>} make
 */
async function cached(name, make) {
  const path = join(CACHE, name);
  try {
    return await readFile(path);
  } catch {
    const bytes = await make();
    await mkdir(CACHE, { recursive: true });
    await writeFile(path, bytes);
    return bytes;
  }
}
