/** The number or the account is bound to a record already. */

import { facts, primary, second } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { act } from '../api.js';
import { contacts } from '../contacts.js';
import { forgetAll } from '../device.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function alreadyBound({ language, facts: { campaign }, go, advance }) {
  const signOut = async () => {
    await act('DELETE', 'sessions').catch(() => {});
    await forgetAll();
    await advance('sign-in');
  };
  return {
    title: text('cannotTitle', language),
    body: [
      h('p', { class: 'lead', role: 'alert' }, text('alreadyBound', language)),
      h('p', {}, text('alreadyBoundHint', language)),
      facts(contacts(campaign, language)),
      primary(text('back', language), () => go('identity')),
      second(text('otherAccount', language), signOut),
    ],
  };
}
