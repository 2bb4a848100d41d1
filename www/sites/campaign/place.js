/**
 * Where an address leads. Every page can be asked for at any time; the server says how far the candidate is, and whoever
 * asks for a page that is not, or no longer, the right one gets the one that is.
 */

/** @typedef {import('./api.js').Campaign} Campaign */
/** @typedef {import('./api.js').Collection} Collection */
/** @typedef {import('./draft.js').Draft} Draft */

/**
 * @typedef {object} Facts
 * @property {Campaign} campaign
 * @property {Draft} draft
 * @property {boolean} signedIn
 * @property {Collection | null} collection
 */

/** Pages for everybody. */
const OPEN = ['campaign', 'check'];

/** Pages before the record is found, in their order. */
const BEFORE = ['level', 'consents', 'sign-in', 'identity', 'no-match', 'already-bound', 'wrong-record'];

/** The page of each step that the server names. */
const PAGES = /** @type {const} */ ({
  confirmation: 'confirm',
  reminder: 'reminder',
  photo: 'photo',
  payment: 'pay',
  review: 'status',
  done: 'status',
  expired: 'status',
});

/** The page that comes next for a collection. @param {Collection} collection @returns {string} */
export function pageOf({ step }) {
  return PAGES[step];
}

/**
 * The page that an address leads to.
 * @param {string} wanted
 * @param {Facts} facts
 * @returns {string}
 */
export function place(wanted, facts) {
  const { collection, signedIn } = facts;
  if (OPEN.includes(wanted)) return wanted;
  if (BEFORE.includes(wanted)) return collection ? pageOf(collection) : before(wanted, facts);
  if (!signedIn) return 'sign-in';
  if (!collection) return before('identity', facts);
  const { step, allowed, photo } = collection;
  const handedIn = photo !== null && (step === 'payment' || step === 'review');
  const reachable =
    wanted === 'status' ||
    (wanted === 'uploaded' && handedIn) ||
    (wanted === 'photo' && step === 'payment' && allowed.includes('photo'));
  return reachable ? wanted : pageOf(collection);
}

/**
 * The first of the pages before the record is found that is still needed for the wanted one.
 * @param {string} wanted
 * @param {Facts} facts
 */
function before(wanted, { campaign, draft, signedIn }) {
  if (wanted === 'level') return wanted;
  if (wanted === 'sign-in' && !signedIn) return wanted;
  if (!campaign.levels.includes(draft.level ?? '')) return 'level';
  if (wanted === 'consents' || !draft.consents) return 'consents';
  if (!signedIn) return 'sign-in';
  return wanted === 'sign-in' ? 'identity' : wanted;
}
