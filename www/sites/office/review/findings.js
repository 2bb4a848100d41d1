/** A report in the reviewer's words: what was found, what the candidate says to it, and what only a person can judge. */

import { arrange, NUMBERED } from '../../../package/element/arrange.js';
import { h } from '../../../package/element/dom.js';
import { text } from '../texts/review.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../../package/checker/report.js').Finding} Finding */
/** @typedef {import('./queue.js').Review} Review */

/**
 * @param {Review} review
 * @param {Language} language
 */
export function findings({ report, declarations }, language) {
  const arrangement = arrange(report, {});
  const confirmed = declarations.confirmed ?? [];
  const items = NUMBERED.flatMap((group) =>
    arrangement[group].map(({ finding, label }) => {
      const says = finding.outcome === 'doubtful' && confirmed.includes(finding.rule ?? '');
      return h(
        'li',
        { class: group },
        h('span', { class: 'number' }, label),
        h(
          'span',
          {},
          (finding.name ?? finding.message)[language],
          h('small', {}, finding.message[language]),
          ...(says ? [h('strong', {}, text('confirmed', language))] : []),
        ),
      );
    }),
  );
  const none = h('p', { class: 'hint' }, text('foundNothing', language));
  const human = arrangement['for-human'].map(({ finding }) => h('li', {}, sentence(finding, language)));
  return [
    h('h2', {}, text('found', language)),
    items.length > 0 ? h('ol', { class: 'found' }, ...items) : none,
    ...(human.length > 0 ? [h('h2', {}, text('human', language)), h('ul', { class: 'human' }, ...human)] : []),
    ...folded('notAssessed', arrangement['not-assessed'], language),
    ...folded('passed', arrangement.pass, language),
  ];
}

/**
 * @param {'notAssessed' | 'passed'} key
 * @param {import('../../../package/element/arrange.js').Item[]} items
 * @param {Language} language
 */
function folded(key, items, language) {
  if (items.length === 0) return [];
  const names = items.map(({ finding }) => (finding.name ?? finding.message)[language]);
  const summary = h('summary', {}, text(key, language, { count: items.length }));
  return [h('details', {}, summary, h('p', { class: 'hint' }, names.join(language === 'zh' ? '、' : ', ')))];
}

/** The notice's own words. @param {Finding} finding @param {Language} language */
function sentence({ sentence, english }, language) {
  return language === 'zh' ? sentence : english;
}
