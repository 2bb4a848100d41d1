/**
 * A report as a list: the decision on top, then one line for each clause in groups, failures first. A line opens to
 * the notice's sentence, the measured value and the advice; passed clauses are collapsed.
 */

import { h } from './dom.js';
import { describeMarks, failures } from './marks.js';
import { scale } from './scale.js';
import { text } from './texts.js';

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */

/** The groups in the order in which they are shown; within each, the report's order is kept. */
const GROUPS = /** @type {const} */ (['fail', 'warn', 'doubtful', 'not-assessed', 'for-human', 'information', 'pass']);

/** The reason in reports where a model was not loaded. */
const MODEL_MISSING = 'model missing';

/**
 * @param {PartialReport} report
 * @param {Language} language
 * @param {boolean} incomplete whether more is about to be reported
 * @returns {DocumentFragment}
 */
export function findings(report, language, incomplete) {
  const fragment = document.createDocumentFragment();
  const decision = incomplete && report.decision !== 'rejected' ? 'soFar' : report.decision;
  const attributes = { class: 'decision', part: 'decision', 'data-decision': decision, tabindex: -1 };
  fragment.append(h('h2', attributes, text(decision, language)));
  if (!incomplete) fragment.append(...notAssessedNote(report, language));
  if (report.photo.format === 'heic') fragment.append(heicHelp(language));
  for (const group of GROUPS) {
    const members = report.findings.filter((finding) => groupOf(finding) === group);
    if (members.length > 0) fragment.append(section(group, members, report, language));
  }
  return fragment;
}

/**
 * Why some points were not assessed, which the decision alone does not say.
 * @param {PartialReport} report
 * @param {Language} language
 */
function notAssessedNote(report, language) {
  const notAssessed = report.findings.filter(({ outcome }) => outcome === 'not-assessed');
  if (notAssessed.length === 0) return [];
  const key = notAssessed.every(({ because }) => because === MODEL_MISSING) ? 'modelsMissing' : 'someNotAssessed';
  return [h('p', { class: 'aside' }, text(key, language, { count: String(notAssessed.length) }))];
}

/** @param {Finding} finding */
function groupOf({ outcome, severity }) {
  return outcome === 'fail' && severity !== 'reject' ? 'warn' : outcome;
}

/**
 * @param {(typeof GROUPS)[number]} group
 * @param {Finding[]} members
 * @param {PartialReport} report
 * @param {Language} language
 */
function section(group, members, report, language) {
  const lines = members.map((finding) => line(finding, report, language));
  return h(
    'details',
    { class: 'group', part: 'group', 'data-group': group, ...initiallyOpen(group === 'fail' || group === 'warn') },
    h('summary', {}, `${text(group, language)} · ${members.length}`),
    h('ul', {}, ...lines),
  );
}

/** `preserveViewState` needs the second attribute to know what the reader has closed. @param {boolean} open */
const initiallyOpen = (open) => ({ open, 'data-initially-open': open });

/**
 * @param {Finding} finding
 * @param {PartialReport} report
 * @param {Language} language
 */
function line(finding, report, language) {
  const message = h('span', { class: 'message' }, finding.message[language]);
  // Without a rule the message is the notice's sentence: there is nothing to open.
  if (!finding.rule) return h('li', { part: 'clause' }, message);
  const index = failures(report).indexOf(finding);
  const number = index < 0 ? [] : [h('span', { class: 'number' }, String(index + 1))];
  const clause = h('details', initiallyOpen(index === 0), h('summary', {}, ...number, message));
  clause.append(h('p', { class: 'label' }, text('notice', language)));
  clause.append(h('blockquote', { lang: 'zh-CN' }, finding.sentence));
  clause.append(scale(finding, language) ?? '');
  clause.append(...describeMarks(finding, report, language).map((sentence) => h('p', {}, sentence)));
  if (finding.advice) {
    clause.append(h('p', { class: 'label' }, text('advice', language)));
    clause.append(h('p', { class: 'advice', part: 'advice' }, finding.advice[language]));
  }
  return h('li', { part: 'clause', 'data-rule': finding.rule }, clause);
}

/**
 * Phones save HEIC, and few people know how to get a JPEG.
 * @param {Language} language
 */
function heicHelp(language) {
  const steps = [text('heicPhone', language), text('heicAndroid', language)];
  return h(
    'div',
    { class: 'heic' },
    h('p', { class: 'label' }, text('heic', language)),
    ...steps.map((step) => h('p', {}, step)),
  );
}
