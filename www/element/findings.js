/**
 * A report as a person reads it: the decision on top, then one line a clause, what to mend first first. Each
 * line opens to the notice's sentence, the measured number and the advice; what passed is folded away.
 */

import { make } from './dom.js';
import { inWords, mends } from './marks.js';
import { scale } from './scale.js';
import { text } from './texts.js';

/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Answered} Answered */

/** The groups in the order in which they are shown; within each, the report's order stands. */
const GROUPS = /** @type {const} */ (['fail', 'warn', 'not-assessed', 'for-human', 'information', 'pass']);

/** As reports write it where a model was not loaded. */
const MODEL_MISSING = 'model missing';

/**
 * @param {Answered} report
 * @param {Language} language
 * @param {boolean} following whether what is open will be told soon
 * @returns {DocumentFragment}
 */
export function findings(report, language, following) {
  const shown = document.createDocumentFragment();
  const decision = following && report.decision !== 'rejected' ? 'soFar' : report.decision;
  const attributes = { class: 'decision', part: 'decision', 'data-decision': decision, tabindex: -1 };
  shown.append(make('h2', attributes, text(decision, language)));
  if (!following) shown.append(...explanation(report, language));
  if (report.photo.format === 'heic') shown.append(heic(language));
  for (const group of GROUPS) {
    const members = report.findings.filter((finding) => groupOf(finding) === group);
    if (members.length > 0) shown.append(section(group, members, report, language));
  }
  return shown;
}

/**
 * Why some points are open, which the decision alone does not tell.
 * @param {Answered} report
 * @param {Language} language
 */
function explanation(report, language) {
  const open = report.findings.filter(({ outcome }) => outcome === 'not-assessed');
  if (open.length === 0) return [];
  const key = open.every(({ because }) => because === MODEL_MISSING) ? 'modelsMissing' : 'someOpen';
  return [make('p', { class: 'aside' }, text(key, language, { open: String(open.length) }))];
}

/** @param {Finding} finding */
function groupOf({ outcome, severity }) {
  return outcome === 'fail' && severity !== 'reject' ? 'warn' : outcome;
}

/**
 * @param {typeof GROUPS[number]} group
 * @param {Finding[]} members
 * @param {Answered} report
 * @param {Language} language
 */
function section(group, members, report, language) {
  const lines = members.map((finding) => line(finding, report, language));
  return make(
    'details',
    { class: 'group', part: 'group', 'data-group': group, ...unfolded(group === 'fail' || group === 'warn') },
    make('summary', {}, `${text(group, language)} · ${members.length}`),
    make('ul', {}, ...lines),
  );
}

/** Open from the start; `keepPlace` sees by it what its reader has closed. @param {boolean} open */
const unfolded = (open) => ({ open, 'data-unfolded': open });

/**
 * @param {Finding} finding
 * @param {Answered} report
 * @param {Language} language
 */
function line(finding, report, language) {
  const said = make('span', { class: 'message' }, finding.message[language]);
  // Without a rule the message is the notice's sentence: there is nothing to open.
  if (!finding.rule) return make('li', { part: 'clause' }, said);
  const place = mends(report).indexOf(finding);
  const number = place < 0 ? [] : [make('span', { class: 'number' }, String(place + 1))];
  const clause = make('details', unfolded(place === 0), make('summary', {}, ...number, said));
  clause.append(make('p', { class: 'label' }, text('notice', language)));
  clause.append(make('blockquote', { lang: 'zh-CN' }, finding.sentence));
  clause.append(scale(finding, language) ?? '');
  clause.append(...inWords(finding, report, language).map((words) => make('p', {}, words)));
  if (finding.advice) {
    clause.append(make('p', { class: 'label' }, text('advice', language)));
    clause.append(make('p', { class: 'advice', part: 'advice' }, finding.advice[language]));
  }
  return make('li', { part: 'clause', 'data-rule': finding.rule }, clause);
}

/**
 * Phones write HEIC, and few people know how to have them write JPEG.
 * @param {Language} language
 */
function heic(language) {
  const ways = [text('heicPhone', language), text('heicAndroid', language)];
  return make('div', { class: 'heic' }, make('p', { class: 'label' }, text('heic', language)), ...ways.map((way) => make('p', {}, way)));
}
