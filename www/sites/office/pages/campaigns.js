/** Campaigns: the list, and what the address names of one: its settings, its roster, its notice sheet. */

import { ProblemError } from '../../../common/api.js';
import { facts, second } from '../../../common/parts.js';
import { end, moment } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get } from '../api.js';
import { consent } from '../consent.js';
import { text } from '../texts/campaigns.js';
import { NEW, settingsForm } from './settings.js';

/** @typedef {import('../../../package/checker/report.js').Message} Message */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../page.js').Content} Content */
/** @typedef {import('./settings.js').Settings} Settings */

/** @typedef {'draft' | 'published' | 'closed' | 'archived'} State */

/**
 * @typedef {object} Campaign
 * @property {Settings} settings
 * @property {State} state
 * @property {number} version
 * @property {string} address
 * @property {number} roster
 * @property {number} begun
 * @property {{ event: 'publish' | 'close' | 'archive' | 'amend', consequence: Message }[]} allowed
 */

/** @typedef {{ id: string, title: string, institution: string, state: State, opens: number, closes: number, open: boolean }} Line */

/** @param {App} app @returns {Promise<Content>} */
export async function campaigns(app) {
  const [id, part] = app.path;
  if (!id) return list(app);
  if (id === NEW) {
    return { title: text('create', app.language), body: [await settingsForm(app, null)] };
  }
  const campaign = await managed(id);
  if (!campaign) {
    const back = h('a', { href: '#campaigns' }, text('title', app.language));
    return { title: text('unknown', app.language), body: [h('p', {}, back)] };
  }
  if (part === 'roster') return (await import('./roster.js')).roster(app, campaign);
  if (part === 'sheet') return (await import('./sheet.js')).sheet(app, campaign);
  return one(app, campaign);
}

/** @param {string} id @returns {Promise<Campaign | null>} */
async function managed(id) {
  try {
    return await get(`campaigns/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'unknown-campaign') return null;
    throw error;
  }
}

/** @param {App} app @returns {Promise<Content>} */
async function list(app) {
  const { language } = app;
  /** @type {Line[]} */
  const lines = await get('campaigns');
  const columns = /** @type {const} */ (['campaign', 'institution', 'state', 'window']);
  const head = h('tr', {}, ...columns.map((key) => h('th', { scope: 'col' }, text(key, language))));
  const rows = lines.map(({ id, title, institution, state, opens, closes, open }) => {
    const times = { opens: moment(opens, language), closes: end(closes, language) };
    return h(
      'tr',
      {},
      h('th', { scope: 'row', lang: 'zh-CN' }, h('a', { href: `#campaigns/${id}` }, title)),
      h('td', { lang: 'zh-CN' }, institution),
      h('td', {}, text(state, language), ...(open ? [` · ${text('isOpen', language)}`] : [])),
      h('td', {}, text('until', language, times)),
    );
  });
  const table = h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows));
  const create = second(text('create', language), () => app.go(`campaigns/${NEW}`));
  const shown =
    lines.length > 0 ? h('div', { class: 'scrolled', tabindex: 0 }, table) : h('p', {}, text('none', language));
  return { title: text('title', language), body: [create, shown] };
}

/** @param {App} app @param {Campaign} campaign @returns {Promise<Content>} */
async function one(app, campaign) {
  const { language } = app;
  const { settings, state, roster, begun, address, allowed } = campaign;
  const about = facts([
    [text('state', language), text(state, language)],
    [text('roster', language), text('rosterLines', language, { n: roster })],
    [text('begun', language), String(begun)],
    [text('address', language), address],
  ]);
  const to = (/** @type {'toRoster' | 'toSheet'} */ key, /** @type {string} */ part) =>
    second(text(key, language), () => app.go(`campaigns/${settings.id}/${part}`));
  const steps = allowed.flatMap(({ event, consequence }) =>
    event === 'amend' ? [] : [step(app, settings.id, event, consequence)],
  );
  const mayAmend = allowed.some(({ event }) => event === 'amend');
  const links = state === 'archived' ? [] : [to('toRoster', 'roster'), to('toSheet', 'sheet')];
  const warning = begun > 0 && mayAmend ? [h('p', { class: 'note' }, text('changed', language, { n: begun }))] : [];
  return {
    title: settings.title,
    body: [
      about,
      h('div', { class: 'buttons' }, ...links, ...steps),
      h('h2', {}, text('settings', language)),
      ...warning,
      mayAmend ? await settingsForm(app, campaign) : h('p', {}, text('fixed', language)),
    ],
  };
}

/**
 * @param {App} app
 * @param {string} id
 * @param {'publish' | 'close' | 'archive'} event
 * @param {Message} consequence
 */
function step(app, id, event, consequence) {
  const { language } = app;
  const label = text(event, language);
  return second(label, async () => {
    const done = await consent({
      title: label,
      consequence: consequence[language],
      label,
      act: () => act('POST', `campaigns/${id}/${event}`, {}),
      language,
    });
    if (done) await app.again(text('done', language, { event: label }));
  });
}
