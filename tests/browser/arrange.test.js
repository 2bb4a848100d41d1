/** How a report is arranged for its reader, and what its headline says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arrange } from '../../www/package/element/arrange.js';
import { headline } from '../../www/package/element/headline.js';
import { TEXTS } from '../../www/package/element/texts.js';

/** @typedef {import('../../www/package/checker/report.js').Finding} Finding */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */
/** @typedef {import('../../www/package/element/portrait-precheck.js').Answers} Answers */

/** @param {string} rule @param {Partial<Finding>} [own] @returns {Finding} */
function finding(rule, own = {}) {
  const message = { zh: rule, en: rule };
  return {
    ...{ rule, name: message, sentence: rule, english: rule, kind: 'rule', severity: 'reject', outcome: 'pass' },
    ...{ because: null, explained_by: null, value: 1, unit: '%', limits: {}, allowed: message, min: null, max: null },
    ...{ margin: 0, message, advice: null, marks: [] },
    ...own,
  };
}

/** @param {Finding[]} findings @param {Partial<Report>} [own] @returns {Report} */
function report(findings, own = {}) {
  const photo = { width: 480, height: 640 };
  const whole = /** @type {any} */ ({ decision: 'accepted', photo, findings, measurements: {} });
  return { ...whole, ...own };
}

/** The rules of each group that has some, with what is folded under them. @param {Finding[]} findings @param {Answers} [answers] */
function shown(findings, answers = {}) {
  const groups = Object.entries(arrange(report(findings), answers)).filter(([, items]) => items.length > 0);
  return Object.fromEntries(
    groups.map(([group, items]) => [
      group,
      items.map(({ finding, caused, label }) => [label + finding.rule, ...caused.map(({ rule }) => rule)].join(' < ')),
    ]),
  );
}

const FAIL = /** @type {const} */ ({ outcome: 'fail' });
const DOUBTFUL = /** @type {const} */ ({ outcome: 'doubtful' });
const WARN = /** @type {const} */ ({ severity: 'warn' });

test('what follows from a cause is folded under it, and has no number', () => {
  assert.deepEqual(
    shown([
      finding('a', FAIL),
      finding('effect of b', { ...FAIL, explained_by: 'b' }),
      finding('b', FAIL),
      finding('effect of the effect', { ...FAIL, ...WARN, explained_by: 'effect of b' }),
      finding('doubtful effect', { ...DOUBTFUL, explained_by: 'a' }),
      finding('c', { ...FAIL, ...WARN }),
    ]),
    { fail: ['1a < doubtful effect', '2b < effect of b < effect of the effect'], warn: ['3c'] },
  );
});

test('nothing is lost where a cause is not in the report, or causes name each other', () => {
  assert.deepEqual(shown([finding('a', { ...FAIL, explained_by: 'elsewhere' })]), { fail: ['1a'] });
  const circle = [finding('a', { ...FAIL, explained_by: 'b' }), finding('b', { ...FAIL, explained_by: 'a' })];
  assert.deepEqual(shown(circle), { fail: ['1a', '2b'] });
});

test('a demand that the candidate says is not met is one of the things to mend', () => {
  const findings = [finding('a', DOUBTFUL), finding('b', { ...DOUBTFUL, ...WARN }), finding('c', FAIL)];
  assert.deepEqual(shown(findings), { fail: ['1c'], doubtful: ['2a', '3b'] });
  assert.deepEqual(shown(findings, { a: 'no', b: 'not-sure' }), { fail: ['1a', '2c'], doubtful: ['3b'] });
  assert.deepEqual(shown(findings, { b: 'no' }), { fail: ['1c'], warn: ['2b'], doubtful: ['3a'] });
});

test('the headline says what is known, and not more', () => {
  const missing = { outcome: /** @type {const} */ ('not-assessed'), because: /** @type {const} */ ('model missing') };
  const noFace = { ...missing, because: /** @type {const} */ ('no face found') };
  /** @type {[string, string, Finding[], { answers?: Answers, own?: Partial<Report>, incomplete?: boolean }?][]} */
  const cases = [
    ['nothingFound', 'good', [finding('a')]],
    ['nothingFound', 'good', [finding('a', { ...noFace, severity: 'advise' })]],
    ['nothingFound', 'good', [finding('a', { ...noFace, because: 'no evidence', ...WARN })]],
    ['someNotChecked', 'open', [finding('a', { ...noFace, ...WARN })]],
    ['mend', 'fail', [finding('a', FAIL), finding('b', { ...FAIL, ...WARN })]],
    ['mend', 'fail', [finding('a', FAIL)], { incomplete: true }],
    ['mayFail', 'warn', [finding('a', { ...FAIL, ...WARN })]],
    ['mayFail', 'warn', [finding('a', { ...FAIL, ...WARN }), finding('b', missing)]],
    ['suggestions', 'open', [finding('a', { ...FAIL, severity: 'advise' })]],
    ['suggestions', 'open', [finding('a')], { own: { photo: /** @type {any} */ ({ width: 640, height: 480 }) } }],
    ['fewChecked', 'open', [finding('a'), finding('b', missing)]],
    ['someNotChecked', 'open', [finding('a'), finding('b', noFace)]],
    ['questions', 'open', [finding('a', DOUBTFUL)], { own: { decision: 'undecided' } }],
    ['undecided', 'open', [finding('a', DOUBTFUL)], { own: { decision: 'undecided' }, answers: { a: 'yes' } }],
    ['mend', 'fail', [finding('a', DOUBTFUL)], { own: { decision: 'undecided' }, answers: { a: 'no' } }],
    ['soFar', 'open', [finding('a')], { incomplete: true }],
    ['onlyFileChecked', 'open', [finding('a')], { own: { measurements: undefined } }],
    ['rejected', 'fail', [finding('a')], { own: { decision: 'rejected' } }],
    ['undecided', 'open', [finding('a')], { own: { decision: 'undecided' } }],
  ];
  for (const [key, tone, findings, { answers = {}, own = {}, incomplete = false } = {}] of cases) {
    const whole = report(findings, own);
    if (own.measurements === undefined && 'measurements' in own) Reflect.deleteProperty(whole, 'measurements');
    const said = headline(arrange(whole, answers), whole, answers, incomplete);
    assert.deepEqual([said.key, said.tone], [key, tone], `${findings.map(({ outcome }) => outcome)} ${key}`);
    const places = [...TEXTS[said.key].en.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    assert.ok(
      places.every((name) => said.values[name]),
      key,
    );
  }
});
