/** A table as a file for spreadsheets. */

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * RFC 4180 with a byte order mark, without which spreadsheets take the text for the local encoding. A cell that looks like a
 * formula begins with `'`, as in the manifests of deliveries.
 * @param {string[][]} rows
 */
export function csv(rows) {
  const cell = (/** @type {string} */ value) => {
    const safe = FORMULA.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}
