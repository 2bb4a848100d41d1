/**
 * What can be said of a photo before the checker is loaded, or without it: the clauses on the file itself, judged by
 * the profile's limits. JavaScript measures format, length and size; the preflight module measures the rest.
 */

import { readFileHeader } from './file-header.js';
import { fillIn, quantity, text } from './texts.js';

/** @typedef {import('../checker/checker.js').Fact} Fact */
/** @typedef {import('../checker/profile-summaries.js').Bounds} Bounds */
/** @typedef {import('../checker/profile-summaries.js').ClauseSummary} ClauseSummary */
/** @typedef {import('../checker/profile-summaries.js').FileLimits} FileLimits */
/** @typedef {import('../checker/profile-summaries.js').ProfileIndex} ProfileIndex */
/** @typedef {import('../checker/profile-summaries.js').ProfileSummary} ProfileSummary */
/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Message} Message */
/** @typedef {import('../checker/report.js').Report} Report */
/** @typedef {import('./file-header.js').FileHeader} FileHeader */

/**
 * What a page shows of a photo: a report, or the findings on its file.
 * @typedef {object} PartialReport
 * @property {Report['decision']} decision
 * @property {Pick<Report['photo'], 'bytes' | 'format' | 'width' | 'height'>} photo
 * @property {Finding[]} findings
 */

/**
 * @param {Blob} file
 * @param {Fact[]} facts what the preflight module has measured, if it is loaded
 * @param {ProfileIndex} index
 * @param {ProfileSummary} profile
 * @returns {Promise<PartialReport>}
 */
export async function checkFile(file, facts, index, { clauses }) {
  const photo = await readFileHeader(file);
  const findings = clauses.flatMap((clause) => {
    const fact = facts.find(({ rule }) => rule === clause.rule) ?? measureHeader(clause, photo);
    return fact ? [judge(clause, fact, photo, index)] : [];
  });
  findings.sort((a, b) => rank(a) - rank(b));
  const rejected = findings.some(({ outcome, severity }) => outcome === 'fail' && severity === 'reject');
  return { decision: rejected ? 'rejected' : 'undecided', photo, findings };
}

/** The order of reports: failures first, by severity. @param {Finding} finding */
function rank({ outcome, severity }) {
  if (outcome === 'fail') return ['reject', 'warn', 'advise'].indexOf(severity);
  return outcome === 'pass' ? 4 : 3;
}

/**
 * What JavaScript can measure for a clause; its unit says which quantity that is.
 * @param {ClauseSummary} clause
 * @param {FileHeader} photo
 * @returns {Fact | null} `null` where that takes the preflight module
 */
function measureHeader({ rule, unit }, { bytes, width }) {
  const known = unit === 'flag' || unit === 'bytes' || (unit === 'px' && width !== null);
  return known
    ? { rule, value: unit === 'bytes' ? bytes : null, because: null, words: null, advice: null, marks: [] }
    : null;
}

/**
 * @param {ClauseSummary} clause
 * @param {Fact} fact
 * @param {FileHeader} photo
 * @param {ProfileIndex} index
 * @returns {Finding}
 */
function judge(clause, { value, because, words, advice: whatToDo, marks }, photo, { formats }) {
  const { rule, unit, sentence, english, severity, limits, allowed, min, max, name } = clause;
  const kind = /** @type {const} */ ('rule');
  const finding = {
    ...{ rule, name, sentence, english, kind, severity, because, explained_by: null, value },
    ...{ unit: value === null ? null : unit, limits: { ...limits }, allowed, min, max, margin: 0, advice: null, marks },
  };
  /** @type {(write: (language: Language) => string) => Message} */
  const inBoth = (write) => ({ zh: write('zh'), en: write('en') });
  if (because !== null) {
    const message = inBoth((language) =>
      text('notMeasured', language, { name: name[language], because: words?.[language] ?? '' }),
    );
    return { ...finding, outcome: 'not-assessed', message, advice: whatToDo };
  }
  const side = compare(limits, value, photo);
  if (side === 'allowed') {
    const message = inBoth((language) => text('passes', language, { name: name[language] }));
    return { ...finding, outcome: 'pass', message };
  }
  const filled = (/** @type {Message} */ template) =>
    inBoth((language) =>
      fillIn(template[language], {
        value: value === null ? '' : quantity(value, unit, language),
        allowed: allowed[language],
        width: String(photo.width),
        height: String(photo.height),
        detail: (words ?? formats[photo.format])[language],
      }),
    );
  const advice = side === 'above' ? clause.advice_above : clause.advice;
  return { ...finding, outcome: 'fail', message: filled(clause.fail), advice: filled(advice) };
}

/**
 * Whether a file is as the limits demand, or on which side it is not.
 * @param {FileLimits} limits
 * @param {number | null} value `null` where the limits are about the format or the picture's size
 * @param {FileHeader} photo
 * @returns {'allowed' | 'above' | 'below'}
 */
function compare(limits, value, { format, width, height }) {
  if (limits.one_of) return limits.one_of.includes(format) ? 'allowed' : 'below';
  if (value !== null) return within(limits, value);
  const sides = [within(limits.width ?? {}, width ?? 0), within(limits.height ?? {}, height ?? 0)];
  return sides.find((side) => side === 'below') ?? sides.find((side) => side === 'above') ?? 'allowed';
}

/**
 * @param {number | Bounds} bounds a number for exactly that value
 * @param {number} value
 * @returns {'allowed' | 'above' | 'below'}
 */
function within(bounds, value) {
  const exact = typeof bounds === 'number' ? bounds : bounds.exactly;
  const {
    min = exact,
    max = exact,
    more_than: moreThan,
    less_than: lessThan,
  } = typeof bounds === 'number' ? {} : bounds;
  if (value < (min ?? -Infinity) || value <= (moreThan ?? -Infinity)) return 'below';
  return value > (max ?? Infinity) || value >= (lessThan ?? Infinity) ? 'above' : 'allowed';
}
