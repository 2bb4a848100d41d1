/** The check page: hosts the element, and switches the language. */

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
