/**
 * What can be said of a photo before the checker is there, or without it: the clauses on the file itself, judged
 * by the limits of the profile's outline. JavaScript measures format, length and size; the small module the rest.
 * It is no report, for everything else is still open.
 */

import { header } from './header.js';
import { fillIn, quantity, text } from './texts.js';

/** @typedef {import('./outline.js').Outlines} Outlines */
/** @typedef {import('./outline.js').OutlineClause} OutlineClause */
/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Message} Message */
/** @typedef {import('./report.js').Answered} Answered */
/** @typedef {import('./checker.js').Fact} Fact */

/** Reports round to four decimals before they judge. */
const DECIMALS = 1e4;

/**
 * @param {Blob} file
 * @param {Fact[]} facts what the small module tells, as far as it is there
 * @param {Outlines} outlines
 * @param {string} profile
 * @returns {Promise<Answered>}
 */
export async function look(file, facts, outlines, profile) {
  const photo = await header(file);
  const clauses = outlines.profiles.find(({ id }) => id === profile)?.clauses ?? [];
  const findings = clauses.flatMap((clause) => {
    const fact = facts.find(({ rule }) => rule === clause.rule) ?? ofTheHeader(clause, photo, outlines);
    return fact ? [found(clause, fact, photo)] : [];
  });
  findings.sort((a, b) => placeInLine(a) - placeInLine(b));
  const rejected = findings.some(({ outcome, severity }) => outcome === 'fail' && severity === 'reject');
  return { decision: rejected ? 'rejected' : 'undecided', photo, findings };
}

/** As reports list them: what fails first, and of that what turns the photo down. @param {Finding} finding */
function placeInLine({ outcome, severity }) {
  if (outcome === 'fail') return ['reject', 'warn', 'advise'].indexOf(severity);
  return outcome === 'pass' ? 4 : 3;
}

/**
 * What JavaScript measures; the unit tells what is asked for.
 * @param {OutlineClause} clause
 * @param {import('./header.js').Header} photo
 * @param {Outlines} outlines
 * @returns {Fact | null} `null` where it cannot, or not yet, be told
 */
function ofTheHeader({ rule, unit }, { bytes, format, width, height }, { standard, formats }) {
  /** @type {(value: number) => Fact} */
  const fact = (value) => ({ rule, value, because: null, words: formats[format], marks: [] });
  if (unit === 'flag') return fact(Number(format === 'jpeg'));
  if (unit === 'bytes') return fact(bytes);
  if (unit !== 'times' || width === null || height === null) return null;
  const times = Math.min(width / standard[0], height / standard[1]);
  return fact(Math.round(times * DECIMALS) / DECIMALS);
}

/**
 * @param {OutlineClause} clause
 * @param {Fact} fact
 * @param {import('./header.js').Header} photo
 * @returns {Finding}
 */
function found(clause, { value, because, words, marks }, { width, height }) {
  const { rule, unit, sentence, severity, limits, name, fail, advice } = clause;
  /** @type {(fill: (language: Language) => string) => Message} */
  const both = (fill) => ({ zh: fill('zh'), en: fill('en') });
  const plain = /** @type {const} */ ({ rule, sentence, kind: 'rule', severity, because, limits });
  if (value === null) {
    const message = both((language) => text('cannotTell', language, { name: name[language], because: words?.[language] ?? '' }));
    return { ...plain, outcome: 'not-assessed', value, unit: null, message, advice: null, marks };
  }
  const passes = unit === 'flag' ? value === 1 : within(value, limits);
  const filled = (/** @type {Message} */ template) => both((language) => {
    const numbers = Object.entries({ value, ...limits }).map(([key, number]) => [key, quantity(number, unit, language)]);
    const detail = words?.[language] ?? '';
    return fillIn(template[language], { ...Object.fromEntries(numbers), detail, width: String(width), height: String(height) });
  });
  const fine = both((language) => text('passes', language, { name: name[language] }));
  return {
    ...plain, value, unit, marks,
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
