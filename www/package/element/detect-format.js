/** The format of a file by its first bytes: the same answer as the checker's, under the names of reports. */

/** @typedef {import('../checker/report.js').PhotoId['format']} Format */

/** How many bytes are needed. */
const PROBE_BYTES = 512;

/** Longest `ftyp` box that is read, in bytes. */
const MAX_FTYP = 256;

/** Brands in the `ftyp` box (ISO/IEC 14496-12) of AVIF, and of HEIC and HEIF. */
const AVIF_BRANDS = ['avif', 'avis'];
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'];

/** First bytes by format, as Latin-1 text; `.` is any byte. @type {[Format, string[]][]} */
const SIGNATURES = [
  ['pdf', ['%PDF']],
  ['zip', ['PK\x03\x04']],
  ['png', ['\x89PNG\r\n\x1a\n']],
  ['gif', ['GIF87a', 'GIF89a']],
  ['webp', ['RIFF....WEBP']],
  ['tiff', ['II*\0', 'MM\0*']],
  ['bmp', ['BM']],
  // DDS, ICO, Radiance HDR, OpenEXR, QOI and farbfeld.
  ['other-picture', ['DDS ', '\0\0\x01\0', '#?RADIANCE', 'v/1\x01', 'qoif', 'farbfeld']],
  // PBM, PGM, PPM and PAM.
  ['other-picture', ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7']],
];

/** Control characters other than white space. */
const CONTROL = /(?!\s|\x85)\p{Cc}/u;

/**
 * @param {Uint8Array} bytes of the file, at least its first 512
 * @returns {Format}
 */
export function formatOf(bytes) {
  if (bytes.length === 0) return 'empty';
  const probe = bytes.subarray(0, PROBE_BYTES);
  const latin1 = String.fromCharCode(...probe);
  if (latin1.startsWith('\xff\xd8')) return 'jpeg';
  if (latin1.startsWith('ftyp', 4)) return isoMediaFormat(latin1);
  const matches = (/** @type {string} */ signature) =>
    [...signature].every((character, index) => character === '.' || character === latin1[index]);
  const known = SIGNATURES.find(([, signatures]) => signatures.some(matches));
  return known?.[0] ?? (isText(probe) ? 'text' : 'unknown');
}

/**
 * @param {string} latin1
 * @returns {Format}
 */
function isoMediaFormat(latin1) {
  const length = [...latin1.slice(0, 4)].reduce((sum, character) => sum * 256 + character.charCodeAt(0), 0);
  const brands = latin1.slice(8, Math.min(length, MAX_FTYP)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? 'heic' : 'video';
}

/** Whether the bytes are UTF-8 without control characters; a character that is cut by their end is left out. @param {Uint8Array} bytes */
function isText(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return text !== '' && !CONTROL.test(text);
  } catch {
    return false;
  }
}
