/** A resident identity number of the mainland (GB 11643), looked at before it is sent: mistyped ones are most of the misses. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/**
 * What is wrong with a number; `null` if nothing is.
 * @param {string} number
 * @returns {'form' | 'check' | null}
 */
export function residentNumberFault(number) {
  const normal = number.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (normal.length !== WEIGHTS.length + 1) return 'form';
  if (!/^\d{17}[\dX]$/.test(normal)) return 'check';
  const sum = WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(normal[index]), 0);
  return CHECK[sum % CHECK.length] === normal[WEIGHTS.length] ? null : 'check';
}
