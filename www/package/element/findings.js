/**
 * A report in words: the verdict, and the list of what to mend, to answer and to know. Lines open to the advice and
 * the notice's sentence; what passed is one folded line of names.
 */

import { GROUPS, NUMBERED, unanswered } from './arrange.js';
import { h } from './dom.js';
import { headline, isLandscape, SYMBOLS } from './headline.js';
import { describeMarks } from './marks.js';
import { text } from './texts.js';

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('./arrange.js').Arrangement} Arrangement */
/** @typedef {import('./arrange.js').Group} Group */
/** @typedef {import('./arrange.js').Item} Item */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {import('./portrait-precheck.js').Answer} Answer */
/** @typedef {import('./portrait-precheck.js').Answers} Answers */

/**
 * What is shown.
 * @typedef {object} Shown
 * @property {PartialReport} report
 * @property {Arrangement} arrangement
 * @property {Answers} answers
 * @property {boolean} incomplete whether more is about to be reported
 * @property {(rule: string, answer: Answer) => void} answer called with what the candidate says
 */

/** What needs the reader: open from the start. */
const OPEN = /** @type {Group[]} */ (['fail', 'warn', 'doubtful']);

/** @type {Answer[]} */
const ANSWERS = ['yes', 'no', 'not-sure'];

/**
 * @param {Shown} shown
 * @param {Language} language
 * @returns {HTMLElement[]}
 */
export function verdict({ report, arrangement, answers, incomplete }, language) {
  const { key, tone, values } = headline(arrangement, report, answers, incomplete);
  const heading = h(
    'h2',
    {
      class: `decision ${tone}`,
      part: 'decision',
      'data-decision': report.decision,
      'data-headline': key,
      tabindex: -1,
    },
    h('span', { class: 'symbol', 'aria-hidden': 'true' }, SYMBOLS[tone]),
    h('span', {}, text(key, language, values)),
  );
  const rest = Object.entries({
    alsoWarn: key === 'mend' ? arrangement.warn.length : 0,
    alsoQuestions: key === 'questions' ? 0 : unanswered(arrangement, answers).length,
    alsoNotChecked: incomplete || key === 'someNotChecked' ? 0 : arrangement['not-assessed'].length,
  }).filter(([, count]) => count > 0);
  const words = rest.map(([name, count]) => text(/** @type {'alsoWarn'} */ (name), language, { count: String(count) }));
  const notes = words.length > 0 ? [words.join(language === 'zh' ? '，' : '; ')] : [];
  if (isLandscape(report)) notes.push(text('landscape', language));
  return [heading, ...notes.map((note) => h('p', { class: 'aside' }, note))];
}

/**
 * @param {Shown} shown
 * @param {Language} language
 * @returns {HTMLElement[]}
 */
export function list(shown, language) {
  const { report, arrangement, answers, incomplete } = shown;
  const parts = report.photo.format === 'heic' ? [heicHelp(language)] : [];
  const done = headline(arrangement, report, answers, incomplete);
  const passed = done.tone === 'good' || done.key === 'suggestions';
  if (passed) parts.push(nextStep(arrangement.information, language));
  for (const group of GROUPS) {
    const items = passed && group === 'information' ? [] : arrangement[group];
    if (items.length > 0) parts.push(section(group, items, shown, language));
  }
  return parts;
}

/**
 * @param {Group} group
 * @param {Item[]} items
 * @param {Shown} shown
 * @param {Language} language
 */
function section(group, items, shown, language) {
  const content = contentOf(group, items, shown, language);
  return h(
    'details',
    { class: 'group', part: 'group', 'data-group': group, ...initiallyOpen(OPEN.includes(group)) },
    // What is numbered needs no count.
    h('summary', {}, NUMBERED.includes(group) ? text(group, language) : `${text(group, language)} · ${items.length}`),
    content,
  );
}

/**
 * @param {Group} group
 * @param {Item[]} items
 * @param {Shown} shown
 * @param {Language} language
 */
function contentOf(group, items, shown, language) {
  if (NUMBERED.includes(group)) return h('ul', {}, ...items.map((item) => line(item, shown, language)));
  if (group === 'not-assessed') return notAssessed(items, language);
  const findings = items.map(({ finding }) => finding);
  if (group === 'pass') return namesOf(findings, language);
  return sentences(findings, language);
}

/** `preserveViewState` needs the second attribute to know what the reader has closed. @param {boolean} open */
const initiallyOpen = (open) => ({ open, 'data-initially-open': open });

/**
 * @param {Item} item
 * @param {Shown} shown
 * @param {Language} language
 */
function line({ finding, caused, label }, shown, language) {
  const { rule, message, advice, outcome } = finding;
  const answer = shown.answers[rule ?? ''];
  const summary = h(
    'summary',
    {},
    h('span', { class: 'number' }, label),
    h('span', { class: 'message' }, message[language]),
  );
  const clause = h('details', initiallyOpen(label === '1'), summary);
  const open = outcome === 'doubtful' && answer !== 'no';
  if (advice && !(open && answer === 'yes')) {
    const what = open ? text('ifNot', language, { advice: advice[language] }) : advice[language];
    clause.append(h('p', { class: 'advice', part: 'advice' }, what));
  }
  const place = describeMarks(finding, shown.report.photo, language);
  if (place) clause.append(h('p', { class: 'unseen' }, place));
  if (caused.length > 0) clause.append(consequences(finding, caused, language));
  clause.append(
    h(
      'div',
      { class: 'notice' },
      h('span', { class: 'label' }, text('notice', language)),
      ...sentence(finding, language),
    ),
  );
  const parts = outcome === 'doubtful' && rule ? [clause, question(rule, answer, shown, language)] : [clause];
  return h('li', { part: 'clause', 'data-rule': rule ?? '' }, ...parts);
}

/**
 * @param {string} rule
 * @param {Answer | undefined} given
 * @param {Shown} shown
 * @param {Language} language
 */
function question(rule, given, { answer }, language) {
  const buttons = ANSWERS.map((choice) => {
    const attributes = { type: 'button', 'data-answer': choice, 'aria-pressed': String(choice === given) };
    const button = h('button', attributes, text(choice, language));
    button.addEventListener('click', () => answer(rule, choice));
    return button;
  });
  return h(
    'div',
    { class: 'answers', part: 'answers', role: 'group', 'aria-label': text('answer', language) },
    ...buttons,
  );
}

/**
 * What will probably be right once its cause is.
 * @param {Finding} cause
 * @param {Finding[]} caused
 * @param {Language} language
 */
function consequences({ rule }, caused, language) {
  const members = caused.map(({ rule, message, name, outcome }) =>
    h('li', { 'data-rule': rule ?? '' }, outcome === 'fail' ? message[language] : (name ?? message)[language]),
  );
  return h(
    'details',
    { class: 'caused', 'data-group': `caused by ${rule}` },
    h('summary', {}, text('caused', language, { count: String(caused.length) })),
    h('ul', {}, ...members),
  );
}

/**
 * The notice's own words; for readers of English their translation, with the original beneath.
 * @param {Finding} finding
 * @param {Language} language
 */
function sentence({ sentence, english }, language) {
  const original = h('span', { class: language === 'zh' ? 'sentence' : 'sentence aside', lang: 'zh-CN' }, sentence);
  return language === 'zh' ? [original] : [h('span', { class: 'sentence' }, english), original];
}

/**
 * @param {Finding[]} findings
 * @param {Language} language
 */
function sentences(findings, language) {
  const items = findings.map((finding) => h('li', { part: 'clause' }, ...sentence(finding, language)));
  return h('ul', { class: 'plain' }, ...items);
}

/**
 * What could not be checked, together where the same is to be done.
 * @param {Item[]} items
 * @param {Language} language
 */
function notAssessed(items, language) {
  /** @type {Map<string, Finding[]>} */
  const alike = new Map();
  for (const { finding } of items) {
    const key = JSON.stringify([finding.because, finding.advice]);
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  const lines = [...alike.values()].map((findings) => {
    const [{ rule, message, advice }, ...more] = findings;
    const what = more.length > 0 ? namesOf(findings, language) : h('p', { class: 'message' }, message[language]);
    const attributes = { part: 'clause', 'data-rule': more.length > 0 ? undefined : (rule ?? '') };
    return h('li', attributes, what, ...(advice ? [h('p', { class: 'advice' }, advice[language])] : []));
  });
  return h('ul', {}, ...lines);
}

/**
 * @param {Finding[]} findings
 * @param {Language} language
 */
function namesOf(findings, language) {
  const members = findings.map(({ rule, name, message }) =>
    h('li', { 'data-rule': rule ?? '' }, (name ?? message)[language]),
  );
  return h('ul', { class: 'names' }, ...members);
}

/**
 * What to do with a photo that may be uploaded, and what the notice says besides.
 * @param {Item[]} information
 * @param {Language} language
 */
function nextStep(information, language) {
  const findings = information.map(({ finding }) => finding);
  const besides =
    findings.length > 0
      ? [h('p', { class: 'label' }, text('information', language)), sentences(findings, language)]
      : [];
  return h(
    'section',
    { class: 'next', part: 'next' },
    h('h3', {}, text('next', language)),
    h('p', {}, text('nextUpload', language)),
    ...besides,
  );
}

/**
 * Phones save HEIC, and few people know how to get a JPEG.
 * @param {Language} language
 */
function heicHelp(language) {
  const steps = [text('heicPhone', language), text('heicAndroid', language)];
  return h(
    'section',
    { class: 'heic' },
    h('p', { class: 'label' }, text('heic', language)),
    ...steps.map((step) => h('p', {}, step)),
  );
}
