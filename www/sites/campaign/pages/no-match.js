/** No record was found: the notice's own words. */

import { facts, primary } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { contacts } from '../contacts.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function noMatch({ language, facts: { campaign, draft }, go }) {
  return {
    title: text('noMatchTitle', language),
    body: [
      h('p', { class: 'lead', role: 'alert' }, text('noMatch', language)),
      h('p', {}, text('noMatchHint', language, { level: draft.level ?? '' })),
      facts(contacts(campaign, language)),
      primary(text('back', language), () => go('identity')),
    ],
  };
}
