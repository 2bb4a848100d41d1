/** The photo has arrived. */

import { primary, second } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function uploaded({ language, facts: { collection }, go }) {
  const owes = collection?.step === 'payment';
  const said = collection?.ordered || collection?.owed_fen === 0 ? 'uploadedOrdered' : 'uploadedPay';
  return {
    title: text('uploadedTitle', language),
    body: [
      h('p', { class: 'lead' }, text(owes ? said : 'uploadedReview', language)),
      primary(text(owes ? 'toPayment' : 'seeStatus', language), () => go(owes ? 'pay' : 'status')),
      ...(owes ? [second(text('otherPhoto', language), () => go('photo'))] : []),
    ],
  };
}
