/** The check page: names the demands, contains the element, switches the language, and keeps the site for offline use. */

import { keepOffline } from '../../offline/keep-offline.js';
import { addresses } from '../../package/checker/addresses.js';
import { loadProfile } from '../../package/checker/profile-summaries.js';
import { h } from '../../package/element/dom.js';
import '../../package/element/portrait-precheck.js';
import { chooseProfile } from './choose-profile.js';
import { samples } from './samples.js';
import { TEXTS } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/checker/profile-summaries.js').ProfileSummary} ProfileSummary */

const element = /** @type {import('../../package/element/portrait-precheck.js').PortraitPrecheck} */ (
  document.querySelector('portrait-precheck')
);
const exam = /** @type {HTMLElement} */ (document.getElementById('exam'));
const demands = /** @type {HTMLElement} */ (document.getElementById('demands'));

/** @type {Language} */
let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh';

/** @type {ProfileSummary | undefined} */
let profile;

function show() {
  document.documentElement.lang = element.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = TEXTS.title[language];
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    target.textContent = TEXTS[/** @type {keyof typeof TEXTS} */ (target.dataset.text)][language];
  }
  exam.textContent = profile?.title[language] ?? '';
  demands.replaceChildren(...(profile ? demandsOf(profile) : []), samples(language));
  chooser.show(language);
}

/**
 * The demands to know before a photo is taken, in the notice's words.
 * @param {ProfileSummary} profile
 */
function demandsOf({ demands }) {
  const items = demands.map(({ sentence, english }) => {
    const original = h('span', { lang: 'zh-CN' }, sentence);
    return language === 'zh' ? h('li', {}, original) : h('li', {}, english, h('br'), original);
  });
  return [h('h2', {}, TEXTS.demands[language]), h('ol', {}, ...items)];
}

document.getElementById('language')?.addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  // In the address, so that it is kept over a reload, also where storage is blocked.
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  history.replaceState(null, '', address);
  show();
});

const chooser = chooseProfile(/** @type {HTMLElement} */ (document.getElementById('choose-profile')), element, {
  onchange: async () => {
    const { profile: id, profileUrl } = element;
    try {
      const loaded = await loadProfile(addresses().builds, id, profileUrl);
      if (id === element.profile) profile = loaded?.summary;
    } catch {
      // The element says what could not be loaded; the page does without the demands.
      profile = undefined;
    }
    show();
  },
});
show();

// With a photo, the result has the first screen.
element.addEventListener('precheck-progress', ({ detail: { file } }) => {
  document.body.classList.toggle('has-photo', file !== null);
});

// Not before the page is ready: until then the network is needed for more important things.
element.addEventListener('precheck-ready', () => keepOffline({ models: false }), { once: true });
element.addEventListener('precheck-progress', ({ detail: { loaded, total } }) => {
  if (total > 0 && loaded === total) keepOffline({ models: true });
});
