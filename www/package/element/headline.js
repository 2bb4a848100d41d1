/** The result in one sentence, which never says more than is known. */

import { unanswered } from './arrange.js';

/** @typedef {import('./arrange.js').Arrangement} Arrangement */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {import('./portrait-precheck.js').Answers} Answers */
/** @typedef {import('./texts.js').Key} Key */

/**
 * @typedef {object} Headline
 * @property {Key} key of its text
 * @property {'fail' | 'warn' | 'open' | 'good'} tone `good` only where nothing was found and nothing is left open
 * @property {Record<string, string>} values
 */

/** What stands before each, so that colours are not alone. */
export const SYMBOLS = { fail: '✗', warn: '!', open: '?', good: '✓' };

/** The reasons in reports where a model was not loaded, and where no file of this kind could tell. */
const MODEL_MISSING = 'model missing';
const NO_EVIDENCE = 'no evidence';

/**
 * @param {Arrangement} arrangement
 * @param {PartialReport} report
 * @param {Answers} answers
 * @param {boolean} incomplete whether more is about to be reported
 * @returns {Headline}
 */
export function headline(arrangement, report, answers, incomplete) {
  const of = (/** @type {Key} */ key, /** @type {Headline['tone']} */ tone, /** @type {number} */ count = 0) =>
    counted(key, tone, { count });
  const { fail, warn, advise } = arrangement;
  if (fail.length > 0) return of('mend', 'fail', fail.length);
  if (warn.length > 0) return of('mayFail', 'warn', warn.length);
  if (report.decision === 'rejected') return of('rejected', 'fail');
  if (incomplete) return of('soFar', 'open');
  if (!('measurements' in report)) return of('onlyFileChecked', 'open');
  const rules = report.findings.filter(({ kind }) => kind === 'rule');
  const missing = rules.filter(({ outcome }) => outcome === 'not-assessed');
  if (missing.some(({ because }) => because === MODEL_MISSING)) {
    return counted('fewChecked', 'open', { checked: rules.length - missing.length, total: rules.length });
  }
  const open = missing.filter(({ severity, because }) => severity !== 'advise' && because !== NO_EVIDENCE);
  if (open.length > 0) return of('someNotChecked', 'open', open.length);
  const questions = unanswered(arrangement, answers);
  if (questions.length > 0) return of('questions', 'open', questions.length);
  if (report.decision === 'undecided') return of('undecided', 'open');
  const hints = advise.length + (isLandscape(report) ? 1 : 0);
  return hints > 0 ? of('suggestions', 'open', hints) : of('nothingFound', 'good');
}

/**
 * @param {Key} key
 * @param {Headline['tone']} tone
 * @param {Record<string, number>} values
 * @returns {Headline}
 */
function counted(key, tone, values) {
  const written = Object.entries(values).map(([name, value]) => [name, String(value)]);
  return { key, tone, values: Object.fromEntries(written) };
}

/** Whether the picture is wider than high, which no portrait is. @param {PartialReport} report */
export function isLandscape({ photo: { width, height } }) {
  return (width ?? 0) > (height ?? 0);
}
