/** Members of staff: who there are, and what each signs in with, shown once. */

import { form, select, textField } from '../../../common/form.js';
import { facts, second } from '../../../common/parts.js';
import { dropTyped } from '../../../common/typed.js';
import { moment } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get } from '../api.js';
import { consent } from '../consent.js';
// Loaded with the page: what is shown once must not wait for a network.
import { qrCode } from '../qr.js';
import { text as officeText } from '../texts/office.js';
import { text } from '../texts/staff.js';

/** @typedef {import('../api.js').Role} Role */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../page.js').Content} Content */

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {Role} role
 * @property {number} sessions
 * @property {boolean} revoked
 * @property {number | null} locked_until
 */

/** @typedef {{ name: string, password: string, totp: string }} Credentials */

const ROLES = /** @type {const} */ ({
  reviewer: 'reviewer',
  lead: 'lead',
  helpdesk: 'helpdesk',
  office: 'officer',
  admin: 'admin',
});

/** @param {App} app @returns {Promise<Content>} */
export async function staff(app) {
  const { language } = app;
  /** @type {Member[]} */
  const members = await get('members');
  // What is shown once stands here, until it is handed over.
  const once = h('div', { 'aria-live': 'polite' });
  const show = (/** @type {Credentials} */ credentials) => {
    once.replaceChildren(shownOnce(credentials, app));
    once.querySelector('h2')?.focus();
  };
  const columns = /** @type {const} */ (['name', 'role', 'state', 'sessions', 'acts']);
  const head = h('tr', {}, ...columns.map((key) => h('th', { scope: 'col' }, text(key, language))));
  const rows = members.map((member) => row(member, app, show));
  const list = h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows));
  return {
    title: text('title', language),
    body: [once, h('div', { class: 'scrolled', tabindex: 0 }, list), addition(app)],
  };
}

/** @param {Member} member @param {App} app @param {(credentials: Credentials) => void} show */
function row({ name, role, sessions, revoked, locked_until }, app, show) {
  const { language } = app;
  const address = `members/${encodeURIComponent(name)}`;
  const renew = second(text('renew', language), async () => {
    /** @type {Credentials | undefined} */
    let credentials;
    await consent({
      title: text('renewOf', language, { name }),
      consequence: text('renewConsequence', language),
      label: text('renew', language),
      act: async () => {
        credentials = await act('POST', `${address}/renew`, {});
      },
      language,
    });
    if (credentials) show(credentials);
  });
  const revoke = second(text('revoke', language), async () => {
    const done = await consent({
      title: text('revokeOf', language, { name }),
      consequence: text('revokeConsequence', language),
      label: text('revoke', language),
      act: () => act('POST', `${address}/revoke`, {}),
      language,
    });
    if (done) await app.again(text('revokedNote', language, { name }));
  });
  let state = text(revoked ? 'revoked' : 'active', language);
  if (locked_until !== null) state = text('locked', language, { time: moment(locked_until, language) });
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name),
    h('td', {}, officeText(ROLES[role], language)),
    h('td', {}, state),
    h('td', {}, String(sessions)),
    h('td', {}, h('div', { class: 'buttons' }, renew, ...(revoked ? [] : [revoke]))),
  );
}

/** @param {App} app */
function addition(app) {
  const { language } = app;
  const name = textField('member', text('name', language), { type: 'text', maxlength: 64, autocomplete: 'off' });
  const roles = Object.entries(ROLES).map(([value, key]) => ({ value, label: officeText(key, language) }));
  const role = select('member-role', text('role', language), roles);
  const body = form({
    language,
    parts: [name, role],
    submit: text('add', language),
    check: () => (name.value() ? [] : [{ message: text('nameMissing', language), field: name }]),
    send: async () => {
      /** @type {Credentials} */
      const credentials = await act('POST', 'members', { name: name.value(), role: role.value() });
      dropTyped('member', 'member-role');
      await app.again();
      const shown = document.querySelector('main > [aria-live]');
      shown?.replaceChildren(shownOnce(credentials, app));
      shown?.querySelector('h2')?.focus();
    },
    handle: app.handle,
  });
  body.classList.add('row');
  return h('section', {}, h('h2', {}, text('add', language)), body);
}

/** @param {Credentials} credentials @param {App} app */
function shownOnce({ name, password, totp }, app) {
  const { language } = app;
  const secret = new URL(totp).searchParams.get('secret') ?? '';
  const pairs = /** @type {[string, Node][]} */ ([
    [text('name', language), h('code', {}, name)],
    [text('password', language), h('code', {}, password)],
    [text('secret', language), h('code', {}, secret)],
  ]);
  const done = second(text('handedOver', language), () => app.again());
  return h(
    'section',
    { class: 'once' },
    h('h2', { tabindex: -1 }, text('once', language, { name })),
    h('p', {}, text('onceHint', language)),
    h('div', {}, qrCode(totp, text('qr', language)), facts(pairs)),
    done,
  );
}
