/**
 * What JavaScript alone can say of a photo: the clauses on a file's length, format and size, judged by the
 * limits of the profile's outline. It is no report, for everything else is still open.
 */

import { header } from './header.js';
import { fillIn, quantity, text } from './texts.js';

/** @typedef {import('./outline.js').Outlines} Outlines */
/** @typedef {import('./outline.js').OutlineClause} OutlineClause */
/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Message} Message */
/** @typedef {import('./report.js').Answered} Answered */

/** Reports round to four decimals before they judge. */
const DECIMALS = 1e4;

/**
 * @param {Blob} file
 * @param {Outlines} outlines
 * @param {string} profile
 * @returns {Promise<Answered>}
 */
export async function look(file, outlines, profile) {
  const photo = await header(file);
  const clauses = outlines.profiles.find(({ id }) => id === profile)?.clauses ?? [];
  const findings = clauses.flatMap((clause) => {
    const value = measured(clause.unit, photo, outlines);
    return value === null ? [] : [judged(clause, value, photo, outlines)];
  });
  findings.sort((a, b) => Number(a.outcome === 'pass') - Number(b.outcome === 'pass'));
  const rejected = findings.some(({ outcome, severity }) => outcome === 'fail' && severity === 'reject');
  return { decision: rejected ? 'rejected' : 'undecided', photo, findings };
}

/**
 * @param {OutlineClause['unit']} unit
 * @param {import('./header.js').Header} photo
 * @param {Outlines} outlines
 */
function measured(unit, { bytes, format, width, height }, { standard }) {
  if (unit === 'flag') return Number(format === 'jpeg');
  if (unit === 'bytes') return bytes;
  if (width === null || height === null) return null;
  return Math.round(Math.min(width / standard[0], height / standard[1]) * DECIMALS) / DECIMALS;
}

/**
 * @param {OutlineClause} clause
 * @param {number} value
 * @param {import('./header.js').Header} photo
 * @param {Outlines} outlines
 * @returns {Finding}
 */
function judged({ rule, unit, sentence, severity, limits, name, fail, advice }, value, photo, { formats }) {
  const passes = unit === 'flag' ? value === 1 : within(value, limits);
  /** @type {(template: Message) => Message} */
  const filled = (template) => {
    const words = (/** @type {Language} */ language) => {
      const numbers = Object.entries({ value, ...limits });
      const shown = numbers.map(([key, number]) => [key, quantity(number, unit, language)]);
      const detail = formats[photo.format]?.[language] ?? photo.format;
      return { ...Object.fromEntries(shown), detail, width: String(photo.width), height: String(photo.height) };
    };
    const fill = (/** @type {Language} */ language) => fillIn(template[language], words(language));
    return { zh: fill('zh'), en: fill('en') };
  };
  const fine = { zh: text('passes', 'zh', { name: name.zh }), en: text('passes', 'en', { name: name.en }) };
  return {
    rule, sentence, kind: 'rule', severity, because: null, value, unit, limits, marks: [],
    outcome: passes ? 'pass' : 'fail',
    message: passes ? fine : filled(fail),
    advice: passes ? null : filled(advice),
  };
}

/**
 * @param {number} value
 * @param {OutlineClause['limits']} limits
 */
function within(value, { min = -Infinity, max = Infinity, more_than = -Infinity }) {
  return value >= min && value <= max && value > more_than;
}
