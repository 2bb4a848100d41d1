/**
 * The fee. What is said of it are three words of the server: not paid, being confirmed, paid. Only in the first minute after
 * WeChat has said that it is paid, "not paid" is not taken for the last word.
 */

import { ProblemError } from '../../../common/api.js';
import { Faults, faultsOf, form } from '../../../common/form.js';
import { second } from '../../../common/parts.js';
import { end, yuan } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get, of } from '../api.js';
import { inMiniProgram, openNative } from '../mini-program.js';
import { text } from '../texts.js';

/**
 * @typedef {object} Order
 * @property {'unpaid' | 'confirming' | 'paid'} state
 * @property {import('../api.js').Message} message
 * @property {number} amount_fen
 * @property {number | null} until
 * @property {string} [page] where it is paid outside WeChat
 */

/** How often the server is asked, in milliseconds. */
const EVERY = 3000;

/** How long WeChat's own word holds against the server's, in milliseconds. */
const CONFIRMED_WITHIN = 60_000;

/** What the mini-program adds to the address after WeChat has said that it is paid. */
const PAID = 'paid';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function pay({ language, facts: { campaign, collection }, go, advance, handle, left }) {
  const path = `collection/order${of(campaign.id)}`;
  const amount = h('p', { class: 'amount' }, text('feeValue', language, { yuan: yuan(collection?.owed_fen ?? 0) }));
  const state = h('p', { class: 'lead state', role: 'status' });
  const deadline = h('p', {});
  const isToldPaid = location.hash.split('/')[2] === PAID;
  const confirmedBy = isToldPaid ? Date.now() + CONFIRMED_WITHIN : 0;
  const body = form({
    language,
    parts: [amount, state, deadline],
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
  const see = async ({ state: word, message, amount_fen, until }) => {
    if (word === 'paid') return advance('status');
    const isUnpaid = word === 'unpaid' && Date.now() >= confirmedBy;
    amount.textContent = text('feeValue', language, { yuan: yuan(amount_fen) });
    state.textContent = word === 'unpaid' && !isUnpaid ? text('payConfirming', language) : message[language];
    deadline.textContent = isUnpaid && until ? text('payUntil', language, { deadline: end(until, language) }) : '';
    // Whoever waits for the confirmation must not pay again.
    button.hidden = other.hidden = !isUnpaid;
  };
  const failed = (/** @type {unknown} */ error) => {
    if (error instanceof ProblemError && handle(error)) return;
    state.textContent = faultsOf(error, language)[0].message;
  };
  watch(path, see, failed, left);
  return {
    title: text('payTitle', language),
    body: [body, other, h('p', { class: 'hint' }, text('payHint', language))],
  };
}

/**
 * Asks the server what has become of the payment, as long as somebody looks.
 * @param {string} path
 * @param {(order: Order) => unknown} see
 * @param {(error: unknown) => void} failed
 * @param {AbortSignal} left
 */
async function watch(path, see, failed, left) {
  while (!left.aborted) {
    if (document.visibilityState === 'visible') {
      const [order, error] = await get(path).then(
        (order) => [order, null],
        (error) => [null, error],
      );
      if (left.aborted) return;
      if (order) await see(order);
      else failed(error);
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

/** Goes to the page on which it is paid, and comes back to this one. @param {string} page */
function leaveFor(page) {
  const address = new URL(page);
  address.searchParams.set('return', location.href);
  location.assign(address);
}
