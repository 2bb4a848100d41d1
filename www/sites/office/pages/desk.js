/** The help desk: a number leads to the record, and the record says what happened, what comes next, and what can be done. */

import { ProblemError } from '../../../common/api.js';
import { Faults, form, textField } from '../../../common/form.js';
import { facts, second } from '../../../common/parts.js';
import { end, moment, yuan } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get } from '../api.js';
import { consent } from '../consent.js';
import { text } from '../texts/desk.js';

/** @typedef {import('../../../package/checker/report.js').Message} Message */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../page.js').Content} Content */
/** @typedef {import('../texts/desk.js').Key} Key */

/**
 * @typedef {object} Found
 * @property {string} id
 * @property {string} title
 * @property {Key} state
 * @property {string} name
 * @property {string} student_number
 * @property {string} level
 */

/**
 * @typedef {object} Record
 * @property {string} id
 * @property {string} title
 * @property {Message} status
 * @property {Message} next
 * @property {boolean} present
 * @property {boolean} bound
 * @property {string | null} phone
 * @property {string} name
 * @property {string} student_number
 * @property {string} level
 * @property {number | null} deadline
 * @property {{ state: string, created: number, findings: Message[], reasons: Message[] }[]} photos
 * @property {{ id: string, state: string, amount_fen: number, created: number, transaction_id: string | null }[]} payments
 * @property {{ kind: string, state: string }[]} messages
 * @property {{ at: number, who: Message, what: Message }[]} timeline
 * @property {{ act: 'unbind' | 'resend' | 'refund' | 'reopen' | 'erase', payment?: string, consequence: Message }[]} allowed
 */

/** A phone number of the mainland, as people write it. */
const PHONE = /^(\+?86)?1\d{10}$/;

/** @param {App} app @returns {Promise<Content>} */
export async function desk(app) {
  const [id] = app.path;
  const record = id ? await open(id) : null;
  const name = text('title', app.language);
  if (record) {
    const title = `${record.name} · ${record.status[app.language]}`;
    return { title, windowTitle: name, body: [search(app), shown(record, app)] };
  }
  const none = h('p', { class: 'fault' }, text('noRecord', app.language));
  return { title: name, body: [search(app), ...(id ? [none] : [])] };
}

/** @param {string} id @returns {Promise<Record | null>} */
async function open(id) {
  try {
    return await get(`records/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-found') return null;
    throw error;
  }
}

/** @param {App} app */
function search(app) {
  const { language } = app;
  const line = { type: 'search', autocomplete: 'off', maxlength: 64 };
  const number = textField('number', text('number', language), line, false);
  const list = h('div', { class: 'found', 'aria-live': 'polite' });
  const body = form({
    language,
    parts: [number],
    submit: text('find', language),
    check: () => (number.value() ? [] : [{ message: text('numberMissing', language), field: number }]),
    send: async () => {
      list.replaceChildren();
      const found = await find(number.value());
      if (found.length === 0) throw new Faults([{ message: text('nothing', language), field: number }]);
      number.root.querySelector('input')?.select();
      if (found.length === 1) app.go(`desk/${found[0].id}`);
      else list.replaceChildren(...choose(found, app));
    },
    handle: app.handle,
  });
  body.classList.add('search');
  return h('div', {}, body, h('p', { class: 'hint' }, text('numberHint', language)), list);
}

/** What a number finds: eleven digits may be both. @param {string} written @returns {Promise<Found[]>} */
async function find(written) {
  const isPhone = PHONE.test(written.replace(/[\s-]/g, ''));
  const kinds = isPhone ? ['phone', 'student_number'] : ['student_number'];
  const answers = await Promise.all(kinds.map((kind) => get(`records?${kind}=${encodeURIComponent(written)}`)));
  /** @type {Map<string, Found>} */
  const records = new Map(answers.flat().map((found) => [found.id, found]));
  return [...records.values()];
}

/** @param {Found[]} found @param {App} app */
function choose(found, { language }) {
  const titles = /** @type {const} */ (['name', 'studentNumber', 'level', 'state', 'campaign']);
  const head = h('tr', {}, ...titles.map((key) => h('th', { scope: 'col' }, text(key, language))));
  const rows = found.map(({ id, title, state, name, student_number, level }) =>
    h(
      'tr',
      {},
      h('td', { lang: 'zh-CN' }, h('a', { href: `#desk/${id}` }, name)),
      h('td', {}, student_number),
      h('td', { lang: 'zh-CN' }, level),
      h('td', {}, text(state, language)),
      h('td', { lang: 'zh-CN' }, title),
    ),
  );
  const heading = h('h2', {}, text('several', language, { n: found.length }));
  return [heading, h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows))];
}

/** @param {Record} record @param {App} app */
function shown(record, app) {
  const { language } = app;
  const section = (/** @type {Key} */ key, /** @type {Key} */ empty, /** @type {Node[]} */ items) =>
    h(
      'section',
      {},
      h('h2', {}, text(key, language)),
      items.length > 0 ? h('ul', {}, ...items) : h('p', {}, text(empty, language)),
    );
  return h(
    'div',
    { class: 'record' },
    h('div', {}, who(record, app), acts(record, app)),
    h(
      'div',
      {},
      section('photos', 'noPhotos', photos(record, app)),
      section('payments', 'noPayments', payments(record, app)),
      section('messages', 'noMessages', messages(record, app)),
    ),
    h('section', {}, h('h2', {}, text('timeline', language)), timeline(record, app)),
  );
}

/** @param {Record} record @param {App} app */
function who(record, { language }) {
  const chinese = (/** @type {string} */ value) => h('span', { lang: 'zh-CN' }, value);
  /** @type {[string, string | Node][]} */
  const pairs = [
    [text('state', language), record.status[language]],
    [text('name', language), chinese(record.name)],
    [text('studentNumber', language), record.student_number],
    [text('level', language), chinese(record.level)],
    [text('phone', language), record.phone ?? text('noPhone', language)],
    [text('bound', language), text(record.bound ? 'isBound' : 'notBound', language)],
    [text('campaign', language), chinese(record.title)],
  ];
  if (record.deadline !== null) pairs.push([text('deadline', language), end(record.deadline, language)]);
  const absent = record.present ? [] : [h('p', { class: 'fault' }, text('absent', language))];
  const next = h('p', { class: 'note' }, h('strong', {}, `${text('next', language)}：`), record.next[language]);
  return h('div', {}, next, ...absent, facts(pairs));
}

/** @param {Record} record @param {App} app */
function acts({ id, allowed }, app) {
  const { language } = app;
  const isOneRefund = allowed.filter(({ payment }) => payment).length === 1;
  const buttons = allowed.map(({ act: name, payment, consequence }) => {
    // Of several payments each has its number's end.
    const label = text(name, language) + (payment && !isOneRefund ? ` …${payment.slice(-6)}` : '');
    return second(label, async () => {
      const done = await consent({
        title: label,
        consequence: consequence[language],
        label,
        act: () => act('POST', `records/${id}/${name}`, payment ? { payment } : {}),
        language,
      });
      if (done) await app.again(text('done', language, { act: label }));
    });
  });
  const none = h('p', {}, text('noActs', language));
  const list = buttons.length > 0 ? h('div', { class: 'buttons' }, ...buttons) : none;
  return h('section', {}, h('h2', {}, text('acts', language)), list);
}

/** @param {Record} record @param {App} app */
function photos({ photos }, { language }) {
  return photos.map(({ state, created, findings, reasons }) => {
    const why = [...reasons, ...findings].map((message) => h('li', {}, message[language]));
    const line = `${text(/** @type {Key} */ (`photo_${state}`), language)} · ${text('photoAt', language, { time: moment(created, language) })}`;
    return h('li', {}, line, ...(why.length > 0 ? [h('ul', {}, ...why)] : []));
  });
}

/** @param {Record} record @param {App} app */
function payments({ payments }, { language }) {
  return payments.map(({ id, state, amount_fen, created, transaction_id }) => {
    const numbers = [text('order', language, { id })];
    if (transaction_id) numbers.push(text('transaction', language, { id: transaction_id }));
    const word = text(/** @type {Key} */ (`payment_${state}`), language);
    const line = `${word} · ${text('yuan', language, { yuan: yuan(amount_fen) })} · ${moment(created, language)}`;
    return h('li', {}, line, h('br', {}), h('small', {}, numbers.join(' · ')));
  });
}

/** @param {Record} record @param {App} app */
function messages({ messages }, { language }) {
  const word = (/** @type {string} */ key) => text(/** @type {Key} */ (key), language);
  return messages.map(({ kind, state }) => h('li', {}, `${word(`kind_${kind}`)} · ${word(`message_${state}`)}`));
}

/** The newest on top. @param {Record} record @param {App} app */
function timeline({ timeline }, { language }) {
  const lines = [...timeline].reverse().map(({ at, who, what }) => {
    const time = h('time', { datetime: new Date(at).toISOString() }, moment(at, language));
    return h('li', {}, time, h('span', {}, `${who[language]} ${what[language]}`));
  });
  return h('ol', { class: 'timeline' }, ...lines);
}
