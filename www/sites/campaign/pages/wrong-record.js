/** The record is not the candidate's. */

import { facts, primary } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { contacts } from '../contacts.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function wrongRecord({ language, facts: { campaign }, go }) {
  return {
    title: text('cannotTitle', language),
    body: [
      h('p', { class: 'lead' }, text('wrongRecord', language, { office: campaign.office_contact })),
      facts(contacts(campaign, language)),
      primary(text('back', language), () => go('level')),
    ],
  };
}
