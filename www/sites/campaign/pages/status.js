/** Where the candidate is, and what comes next. It updates itself. */

import { ProblemError } from '../../../common/api.js';
import { faultsOf, showFaults } from '../../../common/form.js';
import { facts, primary, second } from '../../../common/parts.js';
import { end } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, collection as ask, of } from '../api.js';
import { contacts } from '../contacts.js';
import { forgetAll } from '../device.js';
import { dropDraft } from '../draft.js';
import { dropPhotoField } from '../photo-field.js';
import { pageOf } from '../place.js';
import { text } from '../texts.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../api.js').Collection} Collection */
/** @typedef {import('../texts.js').Key} Key */

/** How often the server is asked, in milliseconds. */
const EVERY = 5000;

/** How many of the steps are done in each state. */
const DONE = /** @type {Record<string, number>} */ ({
  matched: 0,
  confirmed: 1,
  rejected: 1,
  expired: 1,
  uploaded: 2,
  in_review: 3,
  approved: 4,
  delivered: 5,
});

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function status({ language, facts: { campaign, collection }, go, advance, handle, left }) {
  const own = /** @type {Collection} */ (collection);
  const now = h('div', { role: 'status' }, ...said(own, campaign.office_contact, language));
  const update = (/** @type {Collection} */ known) =>
    now.replaceChildren(...said(known, campaign.office_contact, language));
  poll(campaign.id, own, { update, changed: () => advance('status'), handle }, left);
  const faults = h('div', {});
  const attempt = (/** @type {() => Promise<unknown>} */ action) => async () => {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ProblemError && handle(error))) showFaults(faults, faultsOf(error, language), language);
    }
  };
  const leave = attempt(async () => {
    await act('DELETE', `collection${of(campaign.id)}`);
    await dropDraft(campaign.id);
    dropPhotoField();
    await advance('campaign');
  });
  const signOut = attempt(async () => {
    await act('DELETE', 'sessions');
    await forgetAll();
    await advance('campaign');
  });
  const record = facts([
    [text('institutionLabel', language), h('span', { lang: 'zh-CN' }, own.institution)],
    [text('studentNumber', language), own.student_number],
    [text('nameLabel', language), h('span', { lang: 'zh-CN' }, own.name)],
    ...contacts(campaign, language),
  ]);
  return {
    title: text('statusTitle', language),
    body: [
      now,
      ...next(own, language, () => go(pageOf(own))),
      steps(own, language),
      record,
      faults,
      ...(own.allowed.includes('withdrawal')
        ? [
            h(
              'details',
              {},
              h('summary', {}, text('leave', language)),
              h('p', {}, text('leaveText', language)),
              second(text('leaveConfirm', language), leave),
            ),
          ]
        : []),
      second(text('signOut', language), signOut),
    ],
  };
}

/**
 * What is to be known now.
 * @param {Collection} own
 * @param {string} office
 * @param {Language} language
 */
function said({ state, waiting, reasons, deadline, allowed, ordered, owed_fen }, office, language) {
  const head = (/** @type {Key} */ key) => h('p', { class: 'lead state' }, text(key, language, { office }));
  const line = (/** @type {Key} */ key, values = {}) => h('p', {}, text(key, language, { office, ...values }));
  switch (state) {
    case 'matched':
      return [head('nowRecord')];
    case 'confirmed':
      return [head('nowPhoto')];
    case 'uploaded':
      return [head(ordered || owed_fen === 0 ? 'nowOrdered' : 'nowPayment')];
    case 'in_review':
      return [
        head('nowReview'),
        waiting ? line('waiting', { count: waiting }) : line('waitingNone'),
        line('waitingHint'),
        line('updated'),
      ];
    case 'approved':
      return [head('approved'), line('approvedHint')];
    case 'delivered':
      return [head('delivered'), line('deliveredHint')];
    case 'rejected':
      return [
        head('rejected'),
        h('h2', {}, text('reasons', language)),
        h('ul', {}, ...reasons.map(({ message }) => h('li', {}, message[language]))),
        ...(!allowed.includes('photo')
          ? [line('noAttempts')]
          : deadline
            ? [line('deadline', { deadline: end(deadline, language) })]
            : []),
      ];
    default:
      return [head('expired'), line('expiredHint')];
  }
}

/**
 * The one thing to do, if there is any.
 * @param {Collection} own
 * @param {Language} language
 * @param {() => void} act
 */
function next({ state, step }, language, act) {
  if (['review', 'done', 'expired'].includes(step)) return [];
  const label = state === 'rejected' ? 'collectAgain' : step === 'payment' ? 'toPayment' : 'goOn';
  return [primary(text(label, language), act)];
}

/**
 * All steps, and which are done.
 * @param {Collection} own
 * @param {Language} language
 */
function steps({ state, fee_fen, owed_fen }, language) {
  const done = DONE[state] ?? 0;
  // What was paid stays paid, and what was given back is not.
  const isOver = (/** @type {Key} */ key, /** @type {number} */ number) =>
    key === 'stepPayment' && done > 0 ? owed_fen === 0 : number <= done;
  const all = /** @type {[Key, number][]} */ ([
    ['stepRecord', 1],
    ['stepPhoto', 2],
    ['stepPayment', 3],
    ['stepReview', 4],
    ['stepDelivery', 5],
  ]);
  const shown = all.filter(([key]) => key !== 'stepPayment' || fee_fen > 0);
  const here = state === 'expired' ? -1 : shown.findIndex(([key, number]) => number > done && !isOver(key, number));
  const items = shown.map(([key, number], index) => {
    const isDone = isOver(key, number);
    const word = isDone ? text('finished', language) : index === here ? text('here', language) : '';
    const attributes = { class: isDone ? 'done' : '', 'aria-current': index === here && 'step' };
    return h('li', attributes, text(key, language), h('small', {}, word));
  });
  return h('ol', { class: 'steps' }, ...items);
}

/**
 * Asks the server until the state is another one, as long as somebody looks.
 * @param {string} campaign
 * @param {Collection} known
 * @param {{ update: (known: Collection) => void, changed: () => void, handle: (error: ProblemError) => boolean }} told
 *   of how many wait, of another state, and of what ends the questions
 * @param {AbortSignal} left
 */
async function poll(campaign, known, { update, changed, handle }, left) {
  while (!left.aborted) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    if (left.aborted || document.visibilityState !== 'visible') continue;
    try {
      const now = await ask(campaign);
      if (left.aborted) return;
      if (now?.state !== known.state || now.step !== known.step || now.owed_fen !== known.owed_fen) return changed();
      if (now.waiting !== known.waiting || now.ordered !== known.ordered) update(now);
      known = now;
    } catch (error) {
      // Without an answer the page stays as it is.
      if (!left.aborted && error instanceof ProblemError && handle(error)) return;
    }
  }
}
