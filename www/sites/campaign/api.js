/** The campaign's API. Its OpenAPI document describes every answer; here is what the pages use. */

import { api, ProblemError } from '../../common/api.js';

/** @typedef {import('../../package/checker/report.js').Message} Message */

/**
 * @typedef {object} Institution
 * @property {string} code
 * @property {string} name
 * @property {{ id: string, title: string, opens: number, closes: number, open: boolean }[]} campaigns
 *
 * @typedef {object} Campaign
 * @property {string} id
 * @property {string} title
 * @property {string} code of the institution
 * @property {string} institution
 * @property {string} state
 * @property {string} notice
 * @property {string[]} levels
 * @property {{ id_type: string, name: string }[]} id_types
 * @property {number} opens
 * @property {number} closes
 * @property {boolean} open
 * @property {number} fee_fen
 * @property {boolean} pay_in_wechat whether it can be paid only there
 * @property {string} profile
 * @property {string} phone
 * @property {string} hours
 * @property {string} office_contact
 *
 * @typedef {'confirmation' | 'reminder' | 'photo' | 'payment' | 'review' | 'done' | 'expired'} Step
 *
 * @typedef {object} Collection
 * @property {string} state
 * @property {number} version
 * @property {Step} step
 * @property {string[]} allowed
 * @property {string} campaign
 * @property {string} institution
 * @property {string} code
 * @property {string} student_number
 * @property {string} name
 * @property {string} level
 * @property {number | null} deadline
 * @property {number} fee_fen
 * @property {number} owed_fen
 * @property {boolean} ordered whether an order is open, of which only `collection/order` tells more
 * @property {string} reminder
 * @property {{ sha256: string, state: string, decision: string, created: number } | null} photo
 * @property {{ reason: string, message: Message }[]} reasons
 * @property {number} refusals
 * @property {number | null} waiting
 */

export const { get, act } = api('api/v1/');

/** The account that is signed in; `null` if none is. @returns {Promise<string | null>} */
export async function signedIn() {
  try {
    return (await get('sessions')).account;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-signed-in') return null;
    throw error;
  }
}

/** The collection in a campaign; `null` without one. @param {string} campaign @returns {Promise<Collection | null>} */
export async function collection(campaign) {
  try {
    return await get(`collection${of(campaign)}`);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'no-collection') return null;
    throw error;
  }
}

/** Which collection is meant. @param {string} campaign */
export function of(campaign) {
  return `?campaign=${encodeURIComponent(campaign)}`;
}
