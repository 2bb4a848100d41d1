/** The photos that a reviewer has: asked for ahead and loaded, renewed while the page is open, given back when it is left. */

import { NetworkError, ProblemError } from '../../../common/api.js';
import { act, get, STAFF } from '../api.js';

/** @typedef {import('../../../package/checker/report.js').Report} Report */

/**
 * What the server says of a photo.
 * @typedef {object} Review
 * @property {string} id
 * @property {string} sha256
 * @property {string} campaign
 * @property {'accepted' | 'undecided' | 'rejected'} decision
 * @property {Report} report
 * @property {string[]} suggested
 * @property {{ head_covering?: 'religious' | 'medical' | 'cultural', confirmed?: string[] }} declarations
 * @property {string} name
 * @property {string} level
 * @property {number} rejections
 * @property {string[] | null} earlier
 * @property {{ verdict: 'approve' | 'reject', reasons: string[] }[]} verdicts
 * @property {number} undo_for
 * @property {number} created
 */

/** How many photos wait. @typedef {{ waiting: number, with_colleagues: number, next_in: number, other: number }} Waiting */

/**
 * A photo that is the reviewer's.
 * @template Loaded
 * @typedef {{ id: string, loaded: Promise<Loaded | null> }} Item `null` where it cannot be shown
 */

/** How often what the reviewer has is renewed, in milliseconds: a third of what it lasts. */
const RENEW = 30_000;

/** How soon the server is asked again where nothing is there, or where it was not reached, in milliseconds. */
const AGAIN = 3000;

/** How often a photo is asked for that does not arrive. */
const TRIES = 3;

/** Refusals after which the server may take the same a little later. */
const PASSING = ['unavailable', 'internal-error'];

/**
 * What was given back has arrived, or got lost: before, nobody asks for more, who would get the same again.
 * @type {Promise<unknown>}
 */
let settled = Promise.resolve();

/** @param {Promise<unknown>} sent */
function settle(sent) {
  settled = Promise.allSettled([settled, sent]);
}

/**
 * @template Loaded
 * @param {object} options
 * @param {string} options.query how many, and which
 * @param {(id: string) => Promise<Loaded>} options.load makes what is shown of a photo
 * @param {() => void} options.changed called when photos have come, or when others wait
 * @param {(error: ProblemError) => void} options.refused
 * @param {AbortSignal} options.left
 * @param {Set<string>} [options.picked] reviews that are picked out, until the server has noted it
 */
export function openQueue({ query, load, changed, refused, left, picked = new Set() }) {
  /** @type {Item<Loaded>[]} */
  let items = [];
  /** Those that are decided, or that somebody else looks at. @type {Set<string>} */
  const away = new Set();
  /** Those that are given back while a question is open, whose answer may name them still. @type {Set<string>} */
  const passedOver = new Set();
  /** @type {Waiting} */
  let waiting = { waiting: 0, with_colleagues: 0, next_in: 0, other: 0 };
  let isLost = false;
  let isAsked = false;
  let isKnown = false;
  let timer = 0;
  let asking = Promise.resolve();

  function fill() {
    if (isAsked || left.aborted) return;
    asking = ask();
  }

  async function ask() {
    isAsked = true;
    clearTimeout(timer);
    passedOver.clear();
    try {
      await settled;
      const { reviews, ...counts } = await get(`reviews/next?${query}`);
      isLost = false;
      isKnown = true;
      waiting = counts;
      const known = new Set([...items.map(({ id }) => id), ...away, ...passedOver]);
      const added = /** @type {{ id: string }[]} */ (reviews).filter(({ id }) => !known.has(id));
      // Photos are loaded in the order in which they are looked at.
      items = [...items, ...added.map(({ id }) => loading(id))];
    } catch (error) {
      isLost = error instanceof NetworkError;
      if (error instanceof ProblemError) return refused(error);
      if (!isLost) throw error;
    } finally {
      isAsked = false;
      if (!left.aborted) {
        timer = window.setTimeout(fill, isLost || items.length === 0 ? AGAIN : RENEW);
        changed();
      }
    }
  }

  /** @param {string} id @returns {Item<Loaded>} */
  const loading = (id) => ({ id, loaded: load(id).catch(() => null) });

  /** @param {string[]} reviews @param {{ passed_over?: boolean, picked?: boolean }} [how] @returns whether it has arrived */
  async function giveBack(reviews, how = {}) {
    if (reviews.length === 0) return true;
    const body = JSON.stringify({ reviews, ...how });
    const headers = { 'content-type': 'application/json' };
    try {
      // Kept alive, so that it arrives when the tab is closed; where it does not, the lease ends by itself.
      return (await fetch(`${STAFF}reviews/release`, { method: 'POST', headers, body, keepalive: true })).ok;
    } catch {
      return false;
    }
  }

  /** Gives photos back that are picked out. What does not arrive comes again, and is still picked out. @param {string[]} reviews */
  async function givePicked(reviews) {
    const hasArrived = await giveBack(reviews, { picked: true });
    for (const id of reviews) (hasArrived ? picked : away).delete(id);
  }

  const leave = () => {
    const ids = items.map(({ id }) => id);
    const rest = giveBack(ids.filter((id) => !picked.has(id)));
    return Promise.all([rest, givePicked(ids.filter((id) => picked.has(id)))]);
  };
  const again = () => document.visibilityState === 'visible' && fill();
  left.addEventListener('abort', () => {
    clearTimeout(timer);
    // What the last question brings is given back as well.
    settle(asking.then(leave));
  });
  addEventListener('pagehide', leave, { signal: left });
  document.addEventListener('visibilitychange', again, { signal: left });
  fill();

  return {
    get items() {
      return items;
    },
    get waiting() {
      return waiting;
    },
    /** Whether the server has answered yet. */
    get isKnown() {
      return isKnown;
    },
    get isLost() {
      return isLost;
    },
    fill,
    /** Takes photos off the list: they are decided, or looked at elsewhere. @param {Item<Loaded>[]} taken */
    take(taken) {
      for (const { id } of taken) away.add(id);
      items = items.filter(({ id }) => !away.has(id));
    },
    /** Gives photos back that are picked out: they are looked at on the other page. @param {Item<Loaded>[]} out */
    pickOut(out) {
      this.take(out);
      settle(givePicked(out.map(({ id }) => id)));
    },
    /** Lets photos come again whose decision was refused, if they are still the reviewer's. @param {string[]} reviews */
    readmit(reviews) {
      for (const id of reviews) away.delete(id);
    },
    /** Loads photos once more that could not be shown. @param {Set<Item<Loaded>>} failed */
    reload(failed) {
      items = items.map((item) => (failed.has(item) ? loading(item.id) : item));
    },
    /** Gives a photo to others. @param {Item<Loaded>} item */
    passOver(item) {
      items = items.filter((other) => other !== item);
      passedOver.add(item.id);
      settle(giveBack([item.id], { passed_over: true }));
    },
    /** Puts photos in front again: their decision was taken back. @param {Item<Loaded>[]} back */
    putBack(back) {
      const ids = back.map(({ id }) => id);
      this.readmit(ids);
      items = [...back, ...items.filter(({ id }) => !ids.includes(id))];
    },
  };
}

/** What there is to know of a photo. @param {string} id @returns {Promise<Review>} */
export const reviewOf = (id) => get(`reviews/${id}`);

/** The bytes of a review's photo. @param {string} path below the reviews, such as `ID/photo` @returns {Promise<Blob>} */
export async function photoBytes(path) {
  for (let tries = 1; ; tries++) {
    try {
      const response = await fetch(`${STAFF}reviews/${path}`);
      if (response.ok) return await response.blob();
      throw new NetworkError(`${path}: ${response.status}`);
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/**
 * Notes decisions. What does not arrive is sent again until it does, since the server takes the same decision twice, and a few
 * times where the server cannot take it now; gives the reviews that were not the reviewer's any more.
 * @param {{ review: string, decision: { verdict: 'approve' | 'reject', reasons?: string[] } }[]} decisions
 * @param {(isLost: boolean) => void} told whether the server is reached
 * @returns {Promise<string[]>}
 */
export async function decide(decisions, told) {
  for (let refusals = 0; ; ) {
    try {
      const { refused } = await act('POST', 'reviews/decisions', { decisions });
      told(false);
      return refused;
    } catch (error) {
      const isPassing = error instanceof ProblemError && PASSING.includes(error.problem.code) && ++refusals < TRIES;
      if (!(error instanceof NetworkError) && !isPassing) {
        told(false);
        throw error;
      }
      told(true);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/** Takes decisions back; gives the reviews whose decision counted already. @param {string[]} reviews @returns {Promise<string[]>} */
export async function takeBack(reviews) {
  const outcomes = await Promise.all(
    reviews.map(async (review) => {
      try {
        await act('DELETE', `reviews/${review}`);
        return [];
      } catch (error) {
        if (error instanceof ProblemError && ['not-now', 'not-found'].includes(error.problem.code)) return [review];
        throw error;
      }
    }),
  );
  return outcomes.flat();
}
