/** Where a campaign is: records, queue, the check against people, tries, messages, money. */

import { moment, yuan } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { get } from '../api.js';
import { bars, columns, grid } from '../charts.js';
import { chooseCampaign } from '../choose-campaign.js';
import { text } from '../texts/figures.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../texts/figures.js').Key} Key */
/** @typedef {import('../../../package/checker/report.js').Message} Message */
/** @typedef {{ approved: number, rejected: number }} Compared */
/** @typedef {{ state: string, n: number }} InState */

/**
 * @typedef {object} Clause
 * @property {string} rule
 * @property {string} name_zh
 * @property {string} name_en
 * @property {string} sentence
 * @property {string} english
 * @property {number} refused
 * @property {Compared} failed
 * @property {Compared} doubtful
 * @property {Compared} not_assessed
 */

/**
 * @typedef {object} Figures
 * @property {string} campaign
 * @property {number} at
 * @property {number} roster
 * @property {number} not_begun
 * @property {InState[]} states
 * @property {{ waiting: number, leased: number, oldest: number | null }} queue
 * @property {{ begins: number, decisions: number, reviewers: number }[]} decisions
 * @property {{ refusals: number, rejections: number, collections: number }[]} attempts
 * @property {{ decision: string, photos: number, people: Compared }[]} photos
 * @property {Clause[]} clauses
 * @property {{ label: Message, photos: number }[]} misses
 * @property {InState[]} messages
 * @property {{ state: string, payments: number, amount_fen: number }[]} money
 * @property {string[]} stalled_refunds
 * @property {string[]} failed_messages
 * @property {number} failing_tasks
 */

/** How often the figures are asked for, in milliseconds. */
const EVERY = 60_000;

/** Clauses that a chart shows, the most frequent ones; its table has all that are in the chart, the last table of the page the rest. */
const SHOWN = 10;

/** From so many tries on, records are counted together. */
const MANY = 4;

const MINUTE = 60 * 1000;

/** What the states of the server are called, by their tables. */
const STATES = /** @type {Record<string, Key>} */ ({
  matched: 'stateMatched',
  confirmed: 'stateConfirmed',
  uploaded: 'stateUploaded',
  in_review: 'stateInReview',
  approved: 'stateApproved',
  rejected: 'stateRejected',
  delivered: 'stateDelivered',
  withdrawn: 'stateWithdrawn',
  expired: 'stateExpired',
});
const MESSAGES = /** @type {Record<string, Key>} */ ({
  queued: 'messageQueued',
  sending: 'messageSending',
  sent: 'messageSent',
  failed: 'messageFailed',
  withheld: 'messageWithheld',
});
const PAYMENTS = /** @type {Record<string, Key>} */ ({
  created: 'paymentCreated',
  pending: 'paymentPending',
  paid: 'paymentPaid',
  closed: 'paymentClosed',
  failed: 'paymentFailed',
  refunding: 'paymentRefunding',
  refunded: 'paymentRefunded',
  refund_abnormal: 'paymentRefundAbnormal',
});
const DECISIONS = /** @type {Record<string, Key>} */ ({
  accepted: 'decisionAccepted',
  undecided: 'decisionUndecided',
  rejected: 'decisionRejected',
});

/** @param {import('../page.js').App} app @returns {Promise<import('../page.js').Content>} */
export async function dashboard(app) {
  const { language, left } = app;
  const { campaign, choice } = await chooseCampaign(app, 'dashboard');
  const title = text('dashboard', language);
  if (!campaign) return { title, body: [choice] };
  const ask = () => get(`dashboard?campaign=${encodeURIComponent(campaign)}`);
  const place = h('div', { class: 'figures' });
  const since = h('span', { role: 'status' });
  const show = (/** @type {Figures} */ figures) => {
    const open = [...place.querySelectorAll('details')].map((details) => details.open);
    place.replaceChildren(...figureList(figures, app));
    for (const [number, details] of place.querySelectorAll('details').entries()) details.open = open[number] ?? false;
    since.textContent = text('asOf', language, { time: moment(figures.at, language) });
  };
  show(await ask());
  const again = h('button', { type: 'button', class: 'second' }, text('refresh', language));
  again.addEventListener('click', async () => show(await ask()));
  keepAsking(async () => {
    const figures = await ask().catch(() => null);
    // Nobody's place in the page is taken away.
    if (figures && !left.aborted && !place.contains(document.activeElement)) show(figures);
  }, left);
  return { title, body: [h('div', { class: 'bar' }, choice, since, again), place] };
}

/** @param {() => Promise<void>} ask @param {AbortSignal} left */
function keepAsking(ask, left) {
  const timer = setInterval(() => document.visibilityState === 'visible' && ask(), EVERY);
  left.addEventListener('abort', () => clearInterval(timer));
}

/** @param {Figures} figures @param {App} app */
function figureList(figures, app) {
  const { language } = app;
  return [
    ...alarms(figures, app),
    tiles(figures, language),
    states(figures, language),
    decisions(figures, language),
    refusals(figures, language),
    falseAlarms(figures, language),
    misses(figures, language),
    agreement(figures, language),
    attempts(figures, language),
    messages(figures, language),
    money(figures, language),
    clauseTable(figures, language),
  ];
}

/** What somebody has to see to today, with the records for those who have the help desk. @param {Figures} figures @param {App} app */
function alarms({ money, messages, stalled_refunds, failed_messages, failing_tasks }, { language, me }) {
  const abnormal = money.find(({ state }) => state === 'refund_abnormal')?.payments ?? 0;
  const said = /** @type {[Key, number, string[]][]} */ ([
    ['alarmRefunds', abnormal, stalled_refunds],
    ['alarmMessages', numberOf(messages, 'failed'), failed_messages],
    ['alarmTasks', failing_tasks, []],
  ]);
  const link = (/** @type {string} */ id, /** @type {number} */ place) =>
    h('a', { href: `#desk/${encodeURIComponent(id)}` }, text('record', language, { place: place + 1 }));
  const links = (/** @type {string[]} */ ids) =>
    me.role === 'office' ? [] : ids.flatMap((id, place) => [' ', link(id, place)]);
  const items = said
    .filter(([, count]) => count > 0)
    .map(([key, count, ids]) => h('li', {}, text(key, language, { count }), ...links(ids)));
  return items.length > 0 ? [h('ul', { class: 'alarms' }, ...items)] : [];
}

/** The figures that are looked for first. @param {Figures} figures @param {Language} language */
function tiles({ states, queue, at, roster, not_begun, money }, language) {
  const tile = (/** @type {Key} */ key, /** @type {string | number} */ value, note = '') =>
    h('div', {}, h('dt', {}, text(key, language)), h('dd', {}, String(value), note ? h('small', {}, note) : ''));
  const leased = text('leased', language, { count: queue.leased });
  const kept = money.find(({ state }) => state === 'paid')?.amount_fen ?? 0;
  return h(
    'dl',
    { class: 'tiles' },
    tile('tileRoster', roster, text('tileNotBegun', language, { count: not_begun })),
    tile('tileQueue', queue.waiting, queue.leased ? leased : ''),
    tile('tileOldest', queue.oldest === null ? '–' : age(at - queue.oldest, language)),
    tile('tileApproved', numberOf(states, 'approved')),
    tile('tileDelivered', numberOf(states, 'delivered')),
    tile('tileKept', `${yuan(kept)} ${text('yuan', language)}`),
  );
}

/** @param {InState[]} states @param {string} state */
function numberOf(states, state) {
  return states.find((row) => row.state === state)?.n ?? 0;
}

/** How long ago something was. @param {number} ms @param {Language} language */
export function age(ms, language) {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  if (minutes < 60) return text('minutes', language, { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return text('hours', language, { count: hours, minutes: minutes % 60 });
  return text('days', language, { count: Math.floor(hours / 24) });
}

/** What all charts say alike. @param {Language} language */
function common(language) {
  return { none: text('none', language), table: text('table', language) };
}

/** @param {Figures} figures @param {Language} language */
function states({ states, not_begun }, language) {
  return bars({
    ...common(language),
    title: text('states', language),
    of: text('state', language),
    series: [{ name: text('records', language), kind: 'plain' }],
    rows: [
      { label: text('notBegun', language), values: [not_begun] },
      ...states.map(({ state, n }) => ({ label: text(STATES[state], language), values: [n] })),
    ],
  });
}

/** @param {Figures} figures @param {Language} language */
function decisions({ decisions }, language) {
  const hour = (/** @type {number} */ ms) => `${(new Date(ms).getUTCHours() + 8) % 24}`;
  const total = decisions.reduce((sum, { decisions }) => sum + decisions, 0);
  return columns({
    ...common(language),
    title: text('decisions', language, { total }),
    hint: text('decisionsHint', language, { people: Math.max(...decisions.map(({ reviewers }) => reviewers)) }),
    of: text('hour', language),
    series: [{ name: text('decided', language), kind: 'plain' }],
    rows: decisions.map(({ begins, decisions }) => ({ label: hour(begins), values: [decisions] })),
    every: 3,
  });
}

/** @param {Clause} clause @param {Language} language */
function clauseName({ name_zh, name_en }, language) {
  return language === 'zh' ? name_zh : name_en;
}

/**
 * The clauses of which there is most.
 * @param {Clause[]} clauses
 * @param {Language} language
 * @param {(clause: Clause) => number[]} values
 */
function most(clauses, language, values) {
  const sum = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0);
  const rows = clauses.map((clause) => ({ label: clauseName(clause, language), values: values(clause) }));
  const some = rows.filter(({ values }) => sum(values) > 0);
  return some.sort((one, other) => sum(other.values) - sum(one.values)).slice(0, SHOWN);
}

/** @param {Figures} figures @param {Language} language */
function refusals({ clauses }, language) {
  return bars({
    ...common(language),
    title: text('refusals', language),
    hint: text('refusalsHint', language),
    of: text('clause', language),
    series: [{ name: text('photos', language), kind: 'plain' }],
    rows: most(clauses, language, ({ refused }) => [refused]),
  });
}

/** @param {Figures} figures @param {Language} language */
function falseAlarms({ clauses }, language) {
  return bars({
    ...common(language),
    title: text('falseAlarms', language),
    hint: text('falseAlarmsHint', language),
    of: text('clause', language),
    series: [
      { name: text('approved', language), kind: 'bad' },
      { name: text('rejected', language), kind: 'good' },
    ],
    rows: most(clauses, language, ({ failed, doubtful }) => [
      failed.approved + doubtful.approved,
      failed.rejected + doubtful.rejected,
    ]),
  });
}

/** @param {Figures} figures @param {Language} language */
function misses({ misses }, language) {
  return bars({
    ...common(language),
    title: text('misses', language),
    hint: text('missesHint', language),
    of: text('reason', language),
    series: [{ name: text('photos', language), kind: 'bad' }],
    rows: misses.map(({ label, photos }) => ({ label: label[language], values: [photos] })),
  });
}

/** @param {Figures} figures @param {Language} language */
function agreement({ photos }, language) {
  const head = /** @type {Key[]} */ (['check', 'photos', 'wereApproved', 'wereRejected', 'notSeen']);
  const body = photos.map(({ decision, photos, people: { approved, rejected } }) => [
    text(DECISIONS[decision], language),
    ...[photos, approved, rejected, photos - approved - rejected].map(String),
  ]);
  const table = grid(
    head.map((key) => text(key, language)),
    body,
  );
  return section('agreement', language, table);
}

/** A figure without a chart. @param {Key} key @param {Language} language @param {(Node | string)[]} body */
function section(key, language, ...body) {
  return h('figure', {}, h('figcaption', {}, h('h2', {}, text(key, language))), ...body);
}

/** @param {Figures} figures @param {Language} language */
function attempts({ attempts }, language) {
  const count = (/** @type {'refusals' | 'rejections'} */ of, /** @type {number} */ tries) =>
    attempts
      .filter((row) => (tries === MANY ? row[of] >= MANY : row[of] === tries))
      .reduce((sum, { collections }) => sum + collections, 0);
  const rows = Array.from({ length: MANY + 1 }, (_, tries) => [
    text(tries === MANY ? 'triesMore' : 'tries', language, { count: tries }),
    String(count('refusals', tries)),
    String(count('rejections', tries)),
  ]);
  const head = /** @type {Key[]} */ (['attempt', 'byCheck', 'byPeople']);
  const table = grid(
    head.map((key) => text(key, language)),
    rows,
  );
  return section('attempts', language, h('p', { class: 'hint' }, text('attemptsHint', language)), table);
}

/** @param {Figures} figures @param {Language} language */
function messages({ messages }, language) {
  return bars({
    ...common(language),
    title: text('messages', language),
    of: text('state', language),
    series: [{ name: text('messagesOf', language), kind: 'plain' }],
    rows: messages.map(({ state, n }) => ({ label: text(MESSAGES[state], language), values: [n] })),
  });
}

/** @param {Figures} figures @param {Language} language */
function money({ money }, language) {
  if (money.length === 0) return section('money', language, h('p', {}, text('none', language)));
  const rows = money.map(({ state, payments, amount_fen }) => [
    text(PAYMENTS[state], language),
    String(payments),
    yuan(amount_fen),
  ]);
  const head = /** @type {Key[]} */ (['state', 'payments', 'amount']);
  const table = grid(
    head.map((key) => text(key, language)),
    rows,
  );
  return section('money', language, table);
}

/** Every clause with all its figures. @param {Figures} figures @param {Language} language */
function clauseTable({ clauses }, language) {
  if (clauses.length === 0) return section('allClauses', language, h('p', {}, text('none', language)));
  const pair = (/** @type {Compared} */ { approved, rejected }) => `${approved} / ${rejected}`;
  const rows = clauses.map((clause) => {
    const sentence = language === 'zh' ? clause.sentence : clause.english;
    const name = h('span', {}, clauseName(clause, language), h('small', {}, sentence));
    const { refused, failed, doubtful, not_assessed } = clause;
    return [name, String(refused), pair(failed), pair(doubtful), pair(not_assessed)];
  });
  const head = /** @type {Key[]} */ (['clause', 'refused', 'failed', 'doubtful', 'notAssessed']);
  const table = grid(
    head.map((key) => text(key, language)),
    rows,
  );
  const hint = h('p', { class: 'hint' }, text('allClausesHint', language));
  const summary = h('summary', {}, text('table', language));
  const figure = section('allClauses', language, hint, h('details', {}, summary, table));
  figure.classList.add('wide');
  return figure;
}
