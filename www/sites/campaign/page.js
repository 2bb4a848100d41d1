/**
 * The candidate's way, one thing a page. The address names the page and the campaign (`#photo/ID`); `place.js` says where it
 * leads. What the server knows is asked for again with every page and whenever the tab is looked at again.
 */

import { NetworkError, ProblemError } from '../../common/api.js';
import { primary } from '../../common/parts.js';
import { h } from '../../package/element/dom.js';
import { collection, get, signedIn } from './api.js';
import { belongTo } from './device.js';
import { readDraft, sweepDrafts } from './draft.js';
import { alreadyBound } from './pages/already-bound.js';
import { campaign } from './pages/campaign.js';
import { check } from './pages/check.js';
import { confirm } from './pages/confirm.js';
import { consents } from './pages/consents.js';
import { identity } from './pages/identity.js';
import { level } from './pages/level.js';
import { noMatch } from './pages/no-match.js';
import { pay } from './pages/pay.js';
import { photo } from './pages/photo.js';
import { reminder } from './pages/reminder.js';
import { search } from './pages/search.js';
import { signIn } from './pages/sign-in.js';
import { status } from './pages/status.js';
import { uploaded } from './pages/uploaded.js';
import { wrongRecord } from './pages/wrong-record.js';
import { place } from './place.js';
import { text } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('./api.js').Campaign} Campaign */
/** @typedef {import('./place.js').Facts} Facts */

/** What a page shows. @typedef {{ title: string, body: (Node | string)[] }} Content */

/**
 * What a page can use.
 * @typedef {object} App
 * @property {Language} language
 * @property {Facts} facts
 * @property {(page: string) => void} go to a page, from which the back key leads here
 * @property {(page: string, note?: string) => Promise<void>} advance asks the server anew, and shows a page in place of this one
 * @property {(error: ProblemError) => boolean} handle goes where a problem leads that no field can mend; whether it did
 * @property {AbortSignal} left aborted when the page is left
 */

const PAGES = /** @type {Record<string, (app: App) => Content>} */ ({
  campaign,
  check,
  level,
  consents,
  'sign-in': signIn,
  identity,
  'no-match': noMatch,
  'already-bound': alreadyBound,
  'wrong-record': wrongRecord,
  confirm,
  reminder,
  photo,
  uploaded,
  pay,
  status,
});

/** Problems after which the server says where the candidate is. */
const ELSEWHERE = ['not-now', 'version-conflict', 'no-collection'];

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const home = /** @type {HTMLElement} */ (document.getElementById('home'));
const languageButton = /** @type {HTMLElement} */ (document.getElementById('language'));

/** @type {Language} */
let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh';

/** @type {Map<string, Campaign>} */
const campaigns = new Map();

/** The page that is shown, what is known of it, and the end of it. */
let shown = { address: '', left: new AbortController(), draw: () => {} };

/** Only the latest question may change the page. */
let question = 0;

/** The address of a page. @param {string} page @param {string} campaign */
function addressOf(page, campaign) {
  return `#${page}/${encodeURIComponent(campaign)}`;
}

/** The page that the address names. */
function wanted() {
  const [page = '', id = ''] = location.hash.slice(1).split('/');
  // The ids of campaigns are plain letters: whatever else is there is no campaign's.
  return Object.hasOwn(PAGES, page) && /^[\w-]+$/.test(id) ? { page, id } : null;
}

/**
 * Shows the page that the address leads to.
 * @param {string} [note] said on top of it
 */
async function show(note = '') {
  const own = ++question;
  const asked = wanted();
  if (!asked) return draw('', note, null, () => search({ language }));
  main.ariaBusy = 'true';
  try {
    const facts = await know(asked.id);
    if (own !== question) return;
    const page = place(asked.page, facts);
    const address = addressOf(page, asked.id);
    if (page !== asked.page) history.replaceState(null, '', address);
    draw(address, note, facts, (app) => PAGES[page](/** @type {App} */ (app)));
  } catch (error) {
    if (own === question) draw(location.hash, note, null, () => failed(error));
  }
}

/**
 * What is known of a campaign and of the candidate's way in it.
 * @param {string} id
 * @returns {Promise<Facts>}
 */
async function know(id) {
  const [found, account, own] = await Promise.all([
    campaigns.get(id) ?? get(`campaigns/${encodeURIComponent(id)}`),
    signedIn(),
    collection(id).catch((error) => {
      if (error instanceof ProblemError && error.problem.code === 'not-signed-in') return null;
      throw error;
    }),
  ]);
  campaigns.set(id, found);
  await belongTo(id, account);
  return { campaign: found, draft: await readDraft(id), signedIn: account !== null, collection: own };
}

/** The page for what could not be asked. @param {unknown} error @returns {Content} */
function failed(error) {
  const isNetwork = error instanceof NetworkError;
  if (!isNetwork && !(error instanceof ProblemError)) throw error;
  const message = isNetwork ? text('offline', language) : error.problem.message[language];
  const retry = primary(text('retry', language), () => show());
  const again = h('a', { href: '#' }, text('backToSearch', language));
  const title = text(isNetwork ? 'offlineTitle' : 'problem', language);
  return { title, body: [h('p', {}, message), retry, h('p', {}, again)] };
}

/**
 * @param {string} address
 * @param {string} note
 * @param {Facts | null} facts
 * @param {(app: Partial<App>) => Content} page
 */
function draw(address, note, facts, page) {
  const isNew = address !== shown.address;
  shown.left.abort();
  const left = new AbortController();
  shown = { address, left, draw: () => draw(address, note, facts, page) };
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  home.textContent = text('home', language);
  languageButton.textContent = text('language', language);
  languageButton.lang = language === 'zh' ? 'en' : 'zh-CN';
  const id = facts?.campaign.id ?? '';
  const { title, body } = page({
    language,
    facts: facts ?? undefined,
    go: (next) => navigate(addressOf(next, id)),
    advance,
    handle,
    left: left.signal,
  });
  document.title = title;
  main.dataset.page = address.slice(1).split('/')[0] || 'search';
  main.ariaBusy = null;
  const heading = h('h1', { tabindex: -1 }, title);
  main.replaceChildren(...(note ? [h('p', { class: 'note', role: 'status' }, note)] : []), heading, ...body);
  if (!isNew) return;
  scrollTo(0, 0);
  // Screen readers begin with the new page; at the first one they begin with the document anyway.
  if (question > 1) heading.focus({ preventScroll: true });
}

/** @param {string} address */
function navigate(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

/** @type {App['advance']} */
async function advance(page, note) {
  const current = wanted();
  if (current) history.replaceState(null, '', addressOf(page, current.id));
  await show(note);
}

/** @type {App['handle']} */
function handle({ problem: { code } }) {
  const current = wanted();
  if (code === 'not-signed-in') {
    // The page is shown again once somebody has signed in: its address leads there.
    show(text('signedOut', language));
    return true;
  }
  if (!current || !ELSEWHERE.includes(code)) return false;
  show(text('changed', language));
  return true;
}

languageButton.addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  // In the address, so that it is kept over a reload, also where storage is blocked.
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  history.replaceState(null, '', address);
  shown.draw();
});

addEventListener('hashchange', () => show());

// Something may have happened meanwhile: in another tab, or at the reviewer's. Where nothing has, the page stays as it is.
document.addEventListener('visibilitychange', look);
// The browser may bring the page back as it was left.
addEventListener('pageshow', ({ persisted }) => persisted && look());

async function look() {
  const current = wanted();
  if (document.visibilityState !== 'visible' || !current) return;
  const before = question;
  const facts = await know(current.id).catch(() => null);
  if (!facts || before !== question) return;
  const isWrong = place(current.page, facts) !== current.page;
  if (isWrong) show(text('changed', language));
}

main.replaceChildren(h('p', { role: 'status' }, text('loading', language)));
show();
sweepDrafts();
