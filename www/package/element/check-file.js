/**
 * What can be said of a photo before the checker is loaded, or without it: the clauses on the file itself, judged by
 * the profile's limits. JavaScript measures format, length and size; the preflight module measures the rest.
 */

import { readFileHeader } from './file-header.js';
import { fillIn, quantity, text } from './texts.js';

/** @typedef {import('../checker/checker.js').Fact} Fact */
/** @typedef {import('../checker/profile-summaries.js').ClauseSummary} ClauseSummary */
/** @typedef {import('../checker/profile-summaries.js').ProfileSummaries} ProfileSummaries */
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

/** Reports round values to four decimals before they are judged. */
const ROUNDING = 1e4;

/**
 * @param {Blob} file
 * @param {Fact[]} facts what the preflight module has measured, if it is loaded
 * @param {ProfileSummaries} summaries
 * @param {string} profile
 * @returns {Promise<PartialReport>}
 */
export async function checkFile(file, facts, summaries, profile) {
  const photo = await readFileHeader(file);
  const clauses = summaries.profiles.find(({ id }) => id === profile)?.clauses ?? [];
  const findings = clauses.flatMap((clause) => {
    const fact = facts.find(({ rule }) => rule === clause.rule) ?? measureHeader(clause, photo, summaries);
    return fact ? [judge(clause, fact, photo)] : [];
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
 * @param {ProfileSummaries} summaries
 * @returns {Fact | null} `null` where that takes the preflight module
 */
function measureHeader({ rule, unit }, { bytes, format, width, height }, { standard, formats }) {
  /** @type {(value: number) => Fact} */
  const fact = (value) => ({ rule, value, because: null, words: formats[format], marks: [] });
  if (unit === 'flag') return fact(Number(format === 'jpeg'));
  if (unit === 'bytes') return fact(bytes);
  if (unit !== 'times' || width === null || height === null) return null;
  const times = Math.min(width / standard[0], height / standard[1]);
  return fact(Math.round(times * ROUNDING) / ROUNDING);
}

/**
 * @param {ClauseSummary} clause
 * @param {Fact} fact
 * @param {FileHeader} photo
 * @returns {Finding}
 */
function judge(clause, { value, because, words, marks }, { width, height }) {
  const { rule, unit, sentence, severity, limits, name, fail, advice } = clause;
  const finding = /** @type {const} */ ({ rule, sentence, kind: 'rule', severity, because, limits, marks });
  /** @type {(write: (language: Language) => string) => Message} */
  const inBoth = (write) => ({ zh: write('zh'), en: write('en') });
  if (value === null) {
    const message = inBoth((language) =>
      text('notMeasured', language, { name: name[language], because: words?.[language] ?? '' }),
    );
    return { ...finding, outcome: 'not-assessed', value, unit: null, message, advice: null };
  }
  if (unit === 'flag' ? value === 1 : isWithin(value, limits)) {
    const message = inBoth((language) => text('passes', language, { name: name[language] }));
    return { ...finding, outcome: 'pass', value, unit, message, advice: null };
  }
  const filled = (/** @type {Message} */ template) =>
    inBoth((language) => {
      const numbers = Object.entries({ value, ...limits }).map(([key, number]) => [
        key,
        quantity(number, unit, language),
      ]);
      const size = { width: String(width), height: String(height) };
      return fillIn(template[language], { ...Object.fromEntries(numbers), ...size, detail: words?.[language] ?? '' });
    });
  return { ...finding, outcome: 'fail', value, unit, message: filled(fail), advice: filled(advice) };
}

/**
 * @param {number} value
 * @param {ClauseSummary['limits']} limits
 */
function isWithin(value, { min = -Infinity, max = Infinity, more_than: moreThan = -Infinity }) {
  return value >= min && value <= max && value > moreThan;
}
