/** The check page: takes a photo by choice, drop or paste, and shows what the checker says of it. */

import { PhotoChecker, TooLong } from './checker.js';
import { findings } from './findings.js';
import { TEXTS, text } from './texts.js';

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {keyof typeof TEXTS} Key */
/** @typedef {{ key: Key, values?: Record<string, string> }} Saying */

const BYTES_PER_MEGABYTE = 1024 * 1024;

const file = /** @type {HTMLInputElement} */ (document.getElementById('file'));
const preview = /** @type {HTMLImageElement} */ (document.getElementById('preview'));
const [drop, language, progress, error, result] = ['drop', 'language', 'progress', 'error', 'result'].map(
  (id) => /** @type {HTMLElement} */ (document.getElementById(id)),
);

const checker = new PhotoChecker();

/** All that the page shows besides its fixed texts. */
const state = {
  /** @type {Language} */
  language: new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh',
  /** @type {Blob | null} the photo in question; what an earlier one gave is not shown */
  photo: null,
  /** @type {Report | null} */
  report: null,
  /** @type {Saying | null} */
  error: null,
};

/** @param {Blob} photo */
async function check(photo) {
  show({ photo, report: null, error: null });
  try {
    const report = await checker.check(photo, document.body.dataset.profile ?? '');
    if (state.photo === photo) show({ report });
  } catch (reason) {
    if (state.photo === photo) show({ error: saying(reason, photo) });
  }
  /** @type {HTMLElement | null} */ (result.querySelector('.decision'))?.focus();
}

/**
 * @param {unknown} reason
 * @param {Blob} photo
 * @returns {Saying}
 */
function saying(reason, photo) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
  if (reason instanceof TooLong) {
    return { key: 'tooLong', values: { size: megabytes(photo.size), max: megabytes(reason.maxBytes) } };
  }
  return { key: 'failed', values: { reason: reason instanceof Error ? reason.message : String(reason) } };
}

/** @param {Partial<typeof state>} change */
function show(change) {
  const before = state.photo;
  Object.assign(state, change);
  const { language, photo, report } = state;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = text('title', language);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    place.textContent = text(/** @type {Key} */ (place.dataset.text), language);
  }
  if (photo && photo !== before) {
    URL.revokeObjectURL(preview.src);
    preview.src = URL.createObjectURL(photo);
  }
  preview.hidden = !photo;
  preview.alt = text('preview', language);
  progress.textContent = photo && !report && !state.error ? text('checking', language) : '';
  error.textContent = state.error ? text(state.error.key, language, state.error.values) : '';
  result.replaceChildren(report ? findings(report, language) : '');
}

/** @param {DataTransfer | null} carried */
function checkFirstFile(carried) {
  const [first] = carried?.files ?? [];
  if (first) check(first);
}

file.addEventListener('change', () => {
  const [first] = file.files ?? [];
  if (first) check(first);
  file.value = '';
});
drop.addEventListener('dragover', (event) => event.preventDefault());
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  checkFirstFile(event.dataTransfer);
});
document.addEventListener('paste', (event) => checkFirstFile(event.clipboardData));
language.addEventListener('click', () => show({ language: state.language === 'zh' ? 'en' : 'zh' }));

show({});
checker.open().catch(() => {
  // Nothing was asked of it yet: the first photo starts another worker and says what is wrong.
});
