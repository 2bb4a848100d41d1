/** The check page: hosts the element, switches the language, and has the next visit load nothing. */

import './element/portrait-precheck.js';
import { TEXTS, text } from './element/texts.js';

/** @typedef {import('./element/report.js').Language} Language */

const element = /** @type {HTMLElement} */ (document.querySelector('portrait-precheck'));

/** @type {Language} */
let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh';

function show() {
  document.documentElement.lang = element.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = text('title', language);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    place.textContent = text(/** @type {keyof typeof TEXTS} */ (place.dataset.text), language);
  }
}

document.getElementById('language')?.addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  show();
});
show();

/** The service worker comes when the page is ready: until then the network is needed for more important things. */
element.addEventListener('precheck-ready', () => keepFor({ models: false }), { once: true });
element.addEventListener('precheck-progress', ({ detail: { loaded, total } }) => {
  if (total > 0 && loaded === total) keepFor({ models: true });
});

/** @param {{ models: boolean }} what whether the models have been loaded */
async function keepFor(what) {
  try {
    await navigator.serviceWorker.register('sw.js');
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage({ ...what, loaded });
  } catch {
    // No service worker, or its storage is blocked: the browser's own cache has to do.
  }
}
