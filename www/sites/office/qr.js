/** A QR code as SVG. */

import encode from 'qr';

import { h, svg } from '../../package/element/dom.js';

/** Modules around the code that stay white (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/**
 * Black on white, also in the dark, so that every reader reads it.
 * @param {string} content
 * @param {string} label what it is, for who cannot see it
 */
export function qrCode(content, label) {
  // The level that is read with 15 % of it missing: printed sheets get stained.
  const rows = encode(content, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const size = rows.length;
  const code = svg(
    'svg',
    { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    svg('rect', { width: size, height: size, fill: '#fff' }),
    svg('path', { d: dark.join(''), fill: '#000' }),
  );
  return h('div', { class: 'qr' }, code);
}
