/**
 * What a file's length and first bytes say, for browsers in which no WebAssembly can run: its format, and the size of
 * a JPEG's picture, the same as in reports. Nothing is decoded.
 */

import { formatOf } from './detect-format.js';

/** @typedef {Omit<import('../checker/report.js').PhotoId, 'sha256'>} FileHeader */
/** @typedef {{ marker: number, payload: DataView }} Segment */

/** How much of a file is read: the segments before a JPEG's first scan, thumbnails included, are shorter. */
const READ_BYTES = 1024 * 1024;

/** Markers of JPEG (ITU-T T.81, table B.1). */
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** The frame headers that browsers decode: sequential and progressive. */
const DECODED_FRAMES = [0xc0, 0xc1, 0xc2];
/** DHT, JPG and DAC: in the range of the frame headers, but none. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
/** Bits of a sample that browsers decode. */
const PRECISION = 8;
/** Most pixels that browsers show: bitmaps below 2 GiB, four bytes a pixel. */
const MAX_SHOWN_PIXELS = 2 ** 29;

/** `Exif` and `\0\0`, and the byte orders of TIFF. */
const EXIF = [0x45786966, 0];
const BIG_ENDIAN = 0x4d4d002a;
const LITTLE_ENDIAN = 0x49492a00;
/** The EXIF tag of the orientation, TIFF's type of 16-bit numbers, and the orientations that exchange width and height. */
const ORIENTATION = 0x0112;
const SHORT = 3;
const TRANSPOSED = [5, 6, 7, 8];

/**
 * @param {Blob} file
 * @returns {Promise<FileHeader>}
 */
export async function readFileHeader(file) {
  const bytes = new Uint8Array(await file.slice(0, READ_BYTES).arrayBuffer());
  const format = formatOf(bytes);
  const size = format === 'jpeg' ? uprightSize(bytes) : null;
  return { bytes: file.size, format, width: size?.width ?? null, height: size?.height ?? null };
}

/**
 * The size of a JPEG's upright picture: of the first frame, turned as the first EXIF segment in front of the first scan
 * says. `null` where there is no picture that browsers show.
 * @param {Uint8Array} bytes
 */
export function uprightSize(bytes) {
  /** @type {Segment | null} */
  let frame = null;
  /** @type {boolean | null} */
  let transposed = null;
  for (const segment of segments(bytes)) {
    if (segment.marker === START_OF_SCAN && frame) break;
    if (segment.marker === APP1) transposed ??= isTransposed(segment.payload);
    if (isFrameHeader(segment.marker)) frame ??= segment;
  }
  const size = frame && sizeOf(frame);
  return size && transposed ? { width: size.height, height: size.width } : size;
}

/**
 * The whole segments in the order of the file, up to its end-of-image marker. Bytes between them are skipped.
 * @param {Uint8Array} bytes
 * @returns {Generator<Segment>}
 */
function* segments(bytes) {
  for (let offset = bytes.indexOf(0xff); offset >= 0; offset = bytes.indexOf(0xff, offset)) {
    while (bytes[offset] === 0xff) offset += 1;
    const marker = bytes[offset];
    offset += 1;
    if (marker === undefined || marker === END_OF_IMAGE) return;
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    // A length includes its own two bytes.
    const length = Math.max(2, (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0));
    if (offset + length > bytes.length) return;
    yield { marker, payload: new DataView(bytes.buffer, bytes.byteOffset + offset + 2, length - 2) };
    offset += length;
  }
}

/** SOF0 to SOF15. @param {number} marker */
function isFrameHeader(marker) {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
}

/**
 * @param {Segment} frame
 */
function sizeOf({ marker, payload }) {
  if (!DECODED_FRAMES.includes(marker) || payload.byteLength < 6 || payload.getUint8(0) !== PRECISION) return null;
  const [height, width, components] = [payload.getUint16(1), payload.getUint16(3), payload.getUint8(5)];
  const isComplete = components > 0 && payload.byteLength >= 6 + 3 * components;
  const pixels = width * height;
  return isComplete && pixels > 0 && pixels <= MAX_SHOWN_PIXELS ? { width, height } : null;
}

/**
 * Whether the orientation in the first directory of an EXIF segment exchanges width and height; `null` if the segment
 * is no EXIF.
 * @param {DataView} payload
 */
function isTransposed(payload) {
  if (payload.byteLength < 14 || payload.getUint32(0) !== EXIF[0] || payload.getUint16(4) !== EXIF[1]) return null;
  const tiff = new DataView(payload.buffer, payload.byteOffset + 6, payload.byteLength - 6);
  const littleEndian = tiff.getUint32(0) === LITTLE_ENDIAN;
  if (!littleEndian && tiff.getUint32(0) !== BIG_ENDIAN) return null;
  const directory = tiff.getUint32(4, littleEndian);
  if (directory + 2 > tiff.byteLength) return false;
  const end = directory + 2 + tiff.getUint16(directory, littleEndian) * 12;
  for (let field = directory + 2; field < end && field + 12 <= tiff.byteLength; field += 12) {
    const [tag, type] = [tiff.getUint16(field, littleEndian), tiff.getUint16(field + 2, littleEndian)];
    const count = tiff.getUint32(field + 4, littleEndian);
    if (tag === ORIENTATION && type === SHORT && count === 1) {
      return TRANSPOSED.includes(tiff.getUint16(field + 8, littleEndian));
    }
  }
  return false;
}
