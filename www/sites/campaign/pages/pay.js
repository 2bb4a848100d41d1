/** The fee. What is said of it are three words of the server: not paid, being confirmed, paid. */

import { Faults, form } from '../../../common/form.js';
import { second } from '../../../common/parts.js';
import { yuan } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get, of } from '../api.js';
import { inMiniProgram, openNative } from '../mini-program.js';
import { text } from '../texts.js';

/**
 * @typedef {object} Order
 * @property {'unpaid' | 'confirming' | 'paid'} state
 * @property {import('../api.js').Message} message
 * @property {number} amount_fen
 * @property {string} [page] where it is paid outside WeChat
 */

/** How often the server is asked, in milliseconds. */
const EVERY = 3000;

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function pay({ language, facts: { campaign, collection }, go, advance, handle, left }) {
  const path = `collection/order${of(campaign.id)}`;
  const amount = h('p', { class: 'amount' }, text('feeValue', language, { yuan: yuan(collection?.fee_fen ?? 0) }));
  const state = h('p', { class: 'lead state', role: 'status' });
  const body = form({
    language,
    parts: [amount, state],
    submit: text('payButton', language),
    send: async () => {
      /** @type {Order} */
      const order = await act('POST', path);
      if (order.state !== 'unpaid') await see(order);
      else if (inMiniProgram()) openNative('pay', { campaign: campaign.id });
      else if (order.page) leaveFor(order.page);
      else throw new Faults([{ message: text('payInWeChat', language) }]);
    },
    handle,
  });
  const button = /** @type {HTMLButtonElement} */ (body.querySelector('button.main'));
  const other = second(text('otherPhoto', language), () => go('photo'));
  button.hidden = other.hidden = true;

  /** @param {Order} order */
  const see = async ({ state: word, message, amount_fen }) => {
    if (word === 'paid') return advance('status');
    amount.textContent = text('feeValue', language, { yuan: yuan(amount_fen) });
    state.textContent = message[language];
    // Whoever waits for the confirmation must not pay again.
    button.hidden = other.hidden = word !== 'unpaid';
  };
  watch(path, see, left);
  return {
    title: text('payTitle', language),
    body: [body, other, h('p', { class: 'hint' }, text('payHint', language))],
  };
}

/**
 * Asks the server what has become of the payment, as long as somebody looks.
 * @param {string} path
 * @param {(order: Order) => unknown} see
 * @param {AbortSignal} left
 */
async function watch(path, see, left) {
  while (!left.aborted) {
    const order = document.visibilityState === 'visible' ? await get(path).catch(() => null) : null;
    if (order && !left.aborted) await see(order);
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

/** Goes to the page on which it is paid, and comes back to this one. @param {string} page */
function leaveFor(page) {
  const address = new URL(page);
  address.searchParams.set('return', location.href);
  location.assign(address);
}
