/**
 * What a file's length and first bytes say, for browsers in which no WebAssembly can run: its format, and the size of
 * a JPEG's picture. Nothing is decoded.
 */

import { formatOf } from './detect-format.js';

/** @typedef {Omit<import('../checker/report.js').PhotoId, 'sha256'>} FileHeader */

/** How much of a file is read: the segments before a JPEG's frame header, thumbnails included, are shorter. */
const READ_BYTES = 1024 * 1024;

/** Markers of JPEG (ITU-T T.81, table B.1). */
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** DHT, JPG and DAC: in the range of the frame headers, but none. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/** `Exif` as the first four bytes of an APP1 segment. */
const EXIF = 0x45786966;
/** The EXIF tag of the orientation, and those orientations that exchange width and height. */
const ORIENTATION = 0x0112;
const TRANSPOSED = [5, 6, 7, 8];
const UPRIGHT = 1;

/**
 * @param {Blob} file
 * @returns {Promise<FileHeader>}
 */
export async function readFileHeader(file) {
  const bytes = new Uint8Array(await file.slice(0, READ_BYTES).arrayBuffer());
  const format = formatOf(bytes);
  const size = format === 'jpeg' ? jpegSize(new DataView(bytes.buffer)) : null;
  return { bytes: file.size, format, width: size?.width ?? null, height: size?.height ?? null };
}

/**
 * Reads the segments up to the frame header; `null` where there is none.
 * @param {DataView} bytes
 */
function jpegSize(bytes) {
  let transposed = false;
  for (let offset = 2; offset + 9 < bytes.byteLength; ) {
    if (bytes.getUint8(offset) !== 0xff) return null;
    const marker = bytes.getUint8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === START_OF_SCAN) return null;
    if (isFrameHeader(marker)) {
      const [height, width] = [bytes.getUint16(offset + 5), bytes.getUint16(offset + 7)];
      return transposed ? { width: height, height: width } : { width, height };
    }
    const length = bytes.getUint16(offset + 2);
    if (marker === APP1) transposed ||= TRANSPOSED.includes(orientation(bytes, offset + 4, length - 2));
    offset += 2 + length;
  }
  return null;
}

/** SOF0 to SOF15. @param {number} marker */
function isFrameHeader(marker) {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
}

/**
 * The orientation in the first directory of an EXIF segment.
 * @param {DataView} bytes
 * @param {number} start
 * @param {number} length
 */
function orientation(bytes, start, length) {
  if (start + length > bytes.byteLength || length < 14 || bytes.getUint32(start) !== EXIF) return UPRIGHT;
  const tiff = new DataView(bytes.buffer, start + 6, length - 6);
  const littleEndian = tiff.getUint8(0) === 0x49;
  const directory = tiff.getUint32(4, littleEndian);
  if (directory + 2 > tiff.byteLength) return UPRIGHT;
  const end = directory + 2 + tiff.getUint16(directory, littleEndian) * 12;
  for (let entry = directory + 2; entry < end && entry + 12 <= tiff.byteLength; entry += 12) {
    if (tiff.getUint16(entry, littleEndian) === ORIENTATION) return tiff.getUint16(entry + 8, littleEndian);
  }
  return UPRIGHT;
}
