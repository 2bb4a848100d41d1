/** Which campaign a page is about: the address says it, a list changes it. */

import { h } from '../../package/element/dom.js';
import { get } from './api.js';
import { text } from './texts/figures.js';

/** @typedef {{ id: string, title: string, state: string }} Listed */

/** States of campaigns that are looked at, the likeliest first. */
const ORDER = ['published', 'closed', 'draft', 'archived'];

/**
 * The campaign that the address names, or else the first that is under way; and the list of all. Without any campaign the list
 * is a sentence that says so.
 * @param {import('./page.js').App} app
 * @param {string} page to which the list leads
 * @returns {Promise<{ campaign: string, choice: HTMLElement }>}
 */
export async function chooseCampaign({ language, path, go }, page) {
  const all = /** @type {Listed[]} */ (await get('campaigns'));
  const place = (/** @type {Listed} */ { state }) => ORDER.indexOf(state);
  const sorted = [...all].sort((one, other) => place(one) - place(other));
  const campaign = (all.find(({ id }) => id === path[0]) ?? sorted[0])?.id ?? '';
  if (!campaign) return { campaign, choice: h('p', {}, text('noCampaigns', language)) };
  const options = sorted.map(({ id, title }) => h('option', { value: id, lang: 'zh-CN' }, title));
  const list = h('select', { id: 'campaign' }, ...options);
  list.value = campaign;
  list.addEventListener('change', () => go(`${page}/${list.value}`));
  return { campaign, choice: h('label', {}, text('campaign', language), list) };
}
