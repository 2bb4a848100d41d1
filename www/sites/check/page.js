/** The check page: contains the element, switches the language, and keeps the site for offline use. */

import { keepOffline } from '../../offline/keep-offline.js';
import '../../package/element/portrait-precheck.js';
import { TEXTS } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */

const element = /** @type {HTMLElement} */ (document.querySelector('portrait-precheck'));

/** @type {Language} */
let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh';

function show() {
  document.documentElement.lang = element.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = TEXTS.title[language];
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    target.textContent = TEXTS[/** @type {keyof typeof TEXTS} */ (target.dataset.text)][language];
  }
}

document.getElementById('language')?.addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  // In the address, so that it is kept over a reload, also where storage is blocked.
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  history.replaceState(null, '', address);
  show();
});
show();

// Not before the page is ready: until then the network is needed for more important things.
element.addEventListener('precheck-ready', () => keepOffline({ models: false }), { once: true });
element.addEventListener('precheck-progress', ({ detail: { loaded, total } }) => {
  if (total > 0 && loaded === total) keepOffline({ models: true });
});
