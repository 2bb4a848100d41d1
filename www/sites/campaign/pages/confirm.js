/** The record that was found, with the notice's labels and in its order. */

import { faultsOf, form, showFaults } from '../../../common/form.js';
import { facts, second } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { act, of } from '../api.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function confirm({ language, facts: { campaign, collection }, advance, handle }) {
  if (!collection) throw new Error('the page needs a collection');
  const { institution, code, student_number, name } = collection;
  const own = (/** @type {string} */ value) => h('span', { lang: 'zh-CN' }, value);
  const record = facts([
    [text('institutionLabel', language), own(institution)],
    [text('codeOf', language), code],
    [
      text('studentNumber', language),
      h('span', {}, student_number, h('span', { class: 'hint' }, text('studentNumberHint', language))),
    ],
    [text('nameLabel', language), own(name)],
  ]);
  const say = (/** @type {boolean} */ correct) => act('POST', `collection/confirmation${of(campaign.id)}`, { correct });
  const body = form({
    language,
    parts: [record],
    submit: text('next', language),
    send: async () => {
      await say(true);
      await advance('reminder');
    },
    handle,
  });
  const faults = h('div', {});
  const notMine = second(text('notMine', language), async () => {
    try {
      await say(false);
      await advance('wrong-record');
    } catch (error) {
      showFaults(faults, faultsOf(error, language), language);
    }
  });
  return {
    title: text('confirmTitle', language),
    body: [h('p', {}, text('confirmLead', language)), body, faults, notMine],
  };
}
