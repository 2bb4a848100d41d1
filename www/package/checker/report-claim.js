/** What a page tells a server of its own report, so that the server can compare it with its own one. */

/** @typedef {import('./report.js').Report} Report */

/** The header of the request that uploads the photo. */
export const CLAIM_HEADER = 'X-Precheck-Report-Sha256';

/**
 * The header's value: the report's digest, and what the report depends on.
 * @param {Report} report
 * @returns {Promise<string | null>} `null` where the browser computes no digest, as in pages without https
 */
export async function reportClaim(report) {
  if (!globalThis.crypto?.subtle) return null;
  // Canonical JSON has the form that JavaScript gives it.
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(report))),
  );
  const hexadecimal = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const models = report.models.map(({ sha256 }) => sha256).join('+');
  return `${hexadecimal}; engine=${report.engine}; profile=${report.profile.sha256}; models=${models}`;
}

/**
 * Whether two reports depend on the same and say something else: then one of the two computers is wrong.
 * @param {Report} own
 * @param {Report} other
 */
export function contradicts(own, other) {
  const basis = (/** @type {Report} */ { engine, profile, models, photo }) =>
    JSON.stringify([engine, profile.sha256, models.map(({ sha256 }) => sha256), photo.sha256]);
  return basis(own) === basis(other) && JSON.stringify(own) !== JSON.stringify(other);
}
