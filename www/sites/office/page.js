/**
 * The office's pages. The address names one and what it shows (`#campaigns/ID`); who is signed in says which pages there are.
 * The server decides what may be done.
 */

import { NetworkError, ProblemError } from '../../common/api.js';
import { primary } from '../../common/parts.js';
import { dropTyped } from '../../common/typed.js';
import { h } from '../../package/element/dom.js';
import { act, get } from './api.js';
import { signIn } from './pages/sign-in.js';
import { pagesOf } from './pages.js';
import { text } from './texts/office.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('./api.js').Me} Me */

/**
 * What a page shows.
 * @typedef {object} Content
 * @property {string} title
 * @property {string} [windowTitle] instead of the title where that names somebody: a browser keeps and shares its history
 * @property {(Node | string)[]} body
 */

/**
 * What a page can use.
 * @typedef {object} App
 * @property {Language} language
 * @property {Me} me
 * @property {string[]} path what the address says behind the page's name
 * @property {(address: string) => void} go to a page such as `desk/ID`, from which the back key leads here
 * @property {(note?: string) => Promise<void>} again shows the page anew, with a note on top
 * @property {(error: ProblemError) => boolean} handle asks to sign in again where that is needed; whether it was
 * @property {AbortSignal} left aborted when the page is left
 */

const ROLES = /** @type {const} */ ({
  reviewer: 'reviewer',
  lead: 'lead',
  helpdesk: 'helpdesk',
  office: 'officer',
  admin: 'admin',
});

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const navigation = /** @type {HTMLElement} */ (document.getElementById('pages'));
const who = /** @type {HTMLElement} */ (document.getElementById('who'));

/** @type {Language} */
let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh';

/** Who is signed in, once that is known. @type {Me | null} */
let me = null;

/** The end of the page that is shown. */
let left = new AbortController();

/** Where the focus was led last. */
let announced = '';

/** Only the latest question may change the page. */
let question = 0;

/**
 * Shows the page that the address names.
 * @param {string} [note] said on top of it
 */
async function show(note = '') {
  const own = ++question;
  left.abort();
  left = new AbortController();
  main.ariaBusy = 'true';
  let content;
  try {
    me ??= await get('sessions');
    content = await pageContent(/** @type {Me} */ (me));
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-signed-in') {
      me = null;
      content = { page: 'sign-in', ...signIn({ language, signedIn: () => show() }) };
    } else {
      content = { page: 'failed', ...failed(error) };
    }
  }
  if (own === question) draw(content, note);
}

/** @param {Me} me @returns {Promise<Content & { page: string }>} */
async function pageContent(me) {
  const allowed = pagesOf(me.role);
  const [wanted = '', ...path] = location.hash.slice(1).split('/').map(decoded);
  const [name, page] = allowed.find(([name]) => name === wanted) ?? allowed[0] ?? [];
  if (!name || !page) {
    const hint = h('p', {}, text('noPagesHint', language));
    return { page: 'none', title: text('noPages', language), body: [hint] };
  }
  if (name !== wanted) history.replaceState(null, '', `#${name}`);
  const app = { language, me, path: name === wanted ? path : [], go, again: show, handle, left: left.signal };
  return { page: name, ...(await (await loaded(page))(app)) };
}

/** The code of a page. @param {import('./pages.js').Page} page */
async function loaded(page) {
  try {
    return await page.load();
  } catch (error) {
    // This is how an `import()` says that it could not reach the server.
    throw error instanceof TypeError ? new NetworkError(String(error)) : error;
  }
}

/** @param {string} part of an address, which anybody may have written */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The page for what could not be asked. @param {unknown} error @returns {Content} */
function failed(error) {
  const isNetwork = error instanceof NetworkError;
  if (!isNetwork && !(error instanceof ProblemError)) throw error;
  const message = isNetwork ? text('offline', language) : error.problem.message[language];
  const retry = primary(text('retry', language), () => show());
  return { title: text(isNetwork ? 'offlineTitle' : 'problem', language), body: [h('p', {}, message), retry] };
}

/**
 * @param {Content & { page: string }} content
 * @param {string} note
 */
function draw({ page, title, windowTitle = title, body }, note) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${windowTitle} · ${text('office', language)}`;
  navigation.ariaLabel = text('pages', language);
  navigation.replaceChildren(...(me ? links(me, page) : [h('strong', {}, text('office', language))]));
  who.replaceChildren(...(me ? whoIsIn(me) : []), languageButton());
  main.dataset.page = page;
  main.ariaBusy = null;
  const heading = h('h1', { tabindex: -1 }, title);
  main.replaceChildren(...(note ? [h('p', { class: 'note', role: 'status' }, note)] : []), heading, ...body);
  const address = page + location.hash;
  if (address === announced) return;
  scrollTo(0, 0);
  // Screen readers begin with the new page; at the first one they begin with the document anyway.
  if (announced) heading.focus({ preventScroll: true });
  announced = address;
}

/** @param {Me} me @param {string} shown */
function links(me, shown) {
  return pagesOf(me.role).map(([name, { label }]) =>
    h('a', { href: `#${name}`, 'aria-current': name === shown && 'page' }, text(label, language)),
  );
}

/** @param {Me} me */
function whoIsIn({ name, role }) {
  const leave = h('button', { type: 'button', class: 'link' }, text('signOut', language));
  leave.addEventListener('click', async () => {
    left.abort();
    // Without an answer the next question tells whether somebody is signed in.
    await act('DELETE', 'sessions').catch(() => {});
    dropTyped();
    me = null;
    show();
  });
  return [h('span', {}, `${name} · ${text(ROLES[role], language)}`), leave];
}

function languageButton() {
  const other = language === 'zh' ? 'en' : 'zh-CN';
  const button = h(
    'button',
    { type: 'button', id: 'language', class: 'link', lang: other },
    text('language', language),
  );
  button.addEventListener('click', async () => {
    language = language === 'zh' ? 'en' : 'zh';
    // In the address, so that it is kept over a reload.
    const address = new URL(location.href);
    address.searchParams.set('lang', language);
    history.replaceState(null, '', address);
    await show();
    document.getElementById('language')?.focus();
  });
  return button;
}

/** @type {App['go']} */
function go(address) {
  if (location.hash === `#${address}`) show();
  else location.hash = address;
}

/** @type {App['handle']} */
function handle({ problem: { code } }) {
  if (code !== 'not-signed-in') return false;
  // The address stays: whoever has signed in comes back to this page.
  me = null;
  show(text('signedOut', language));
  return true;
}

addEventListener('hashchange', () => show());
main.replaceChildren(h('p', { role: 'status' }, text('loading', language)));
show();
