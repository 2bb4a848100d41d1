/**
 * What a file's length and first bytes tell, for browsers in which the module cannot run: its format, and the
 * size of a JPEG's picture. Nothing is decoded.
 */

/** @typedef {{ bytes: number, format: string, width: number | null, height: number | null }} Header */

/** How much of a file is read: the segments before a JPEG's frame header, thumbnails included, are shorter. */
const READ = 1024 * 1024;

/** First bytes by format, with the place where they stand; the names are those of reports. */
const SIGNATURES = /** @type {const} */ ([
  ['jpeg', 0, '\xff\xd8'],
  ['png', 0, '\x89PNG'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['heic', 4, 'ftyphe'],
  ['heic', 4, 'ftypmif1'],
  ['heic', 4, 'ftypmsf1'],
]);

/** Markers of JPEG (ITU-T T.81, table B.1) and tags of EXIF that lead to the size of the upright picture. */
const START_OF_SCAN = 0xda;
const EXIF = 0xe1;
const ORIENTATION = 0x0112;
/** From this orientation on, width and height change places. */
const LYING = 5;

/**
 * @param {Blob} file
 * @returns {Promise<Header>}
 */
export async function header(file) {
  const bytes = new Uint8Array(await file.slice(0, READ).arrayBuffer());
  const format = formatOf(bytes);
  const size = format === 'jpeg' ? jpegSize(new DataView(bytes.buffer)) : null;
  return { bytes: file.size, format, width: size?.width ?? null, height: size?.height ?? null };
}

/** @param {Uint8Array} bytes */
function formatOf(bytes) {
  const stands = (/** @type {number} */ at, /** @type {string} */ text) =>
    [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  return SIGNATURES.find(([, at, text]) => stands(at, text))?.[0] ?? 'unknown';
}

/**
 * Walks the segments up to the frame header; `null` where there is none in what was read.
 * @param {DataView} bytes
 */
function jpegSize(bytes) {
  let lying = false;
  for (let at = 2; at + 9 < bytes.byteLength; ) {
    if (bytes.getUint8(at) !== 0xff) return null;
    const marker = bytes.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === START_OF_SCAN) return null;
    if (isFrame(marker)) {
      const [height, width] = [bytes.getUint16(at + 5), bytes.getUint16(at + 7)];
      return lying ? { width: height, height: width } : { width, height };
    }
    const length = bytes.getUint16(at + 2);
    if (marker === EXIF) lying ||= orientation(bytes, at + 4, length - 2) >= LYING;
    at += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15, without the three markers in between that mean something else. @param {number} marker */
function isFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/**
 * The orientation in the first directory of an EXIF segment; 1, upright, where there is none.
 * @param {DataView} bytes
 * @param {number} start
 * @param {number} length
 */
function orientation(bytes, start, length) {
  if (start + length > bytes.byteLength || length < 14 || bytes.getUint32(start) !== 0x45786966) return 1;
  const tiff = new DataView(bytes.buffer, start + 6, length - 6);
  const little = tiff.getUint8(0) === 0x49;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return 1;
  const entries = tiff.getUint16(directory, little);
  for (let entry = directory + 2; entry < directory + 2 + entries * 12 && entry + 12 <= tiff.byteLength; entry += 12) {
    if (tiff.getUint16(entry, little) === ORIENTATION) return tiff.getUint16(entry + 8, little);
  }
  return 1;
}
