/**
 * `<portrait-precheck profile="…">`: takes a photo by choice, drop or paste, checks it on the device, shows
 * the report, and lends the checked file to the form around it. While the photo is rejected, so is the form.
 */

import { PhotoChecker, TooLong } from './checker.js';
import { make } from './dom.js';
import { findings, mends } from './findings.js';
import { look } from './look.js';
import { preview } from './preview.js';
import { TEXTS, text } from './texts.js';

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {import('./portrait-precheck.js').PortraitPrecheck} Declared what the package's types promise */
/** @typedef {{ key: keyof typeof TEXTS, values?: Record<string, string> }} Saying */

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** What the element shows while there is no photo. */
const EMPTY = Object.freeze({
  /** @type {File | null} the photo in question; what an earlier one gave is not shown */
  file: null,
  /** @type {string} where the browser finds it */
  address: '',
  /** @type {Report | null} */
  report: null,
  /** @type {Saying | null} */
  error: null,
});

/** @implements {Declared} */
export class PortraitPrecheck extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ['lang', 'profile', 'required', 'src'];

  #internals = this.attachInternals();
  /** @type {PhotoChecker | null} */
  #checker = null;
  #state = { ...EMPTY };
  #parts = skeleton();
  #paste = (/** @type {ClipboardEvent} */ event) => this.#takeFirst(event.clipboardData);

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [look];
    root.append(this.#parts.whole);
    const { input, whole } = this.#parts;
    input.addEventListener('change', () => {
      const [first] = input.files ?? [];
      if (first) this.check(first);
      input.value = '';
    });
    whole.addEventListener('dragover', (event) => event.preventDefault());
    whole.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#takeFirst(event.dataTransfer);
    });
  }

  connectedCallback() {
    document.addEventListener('paste', this.#paste);
    this.#open();
    const { file, report } = this.#state;
    if (file && !report) this.check(file);
    else this.#show({});
  }

  disconnectedCallback() {
    document.removeEventListener('paste', this.#paste);
    this.#close();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected || !this.#checker) return;
    if (name === 'src') {
      this.#close();
      this.#open();
    }
    if (this.#state.file && (name === 'src' || name === 'profile')) this.check(this.#state.file);
    else this.#show({});
  }

  formResetCallback() {
    this.#show(EMPTY);
  }

  get profile() {
    return this.getAttribute('profile') ?? '';
  }

  set profile(id) {
    this.setAttribute('profile', id);
  }

  get src() {
    return this.getAttribute('src') ?? '';
  }

  set src(address) {
    this.setAttribute('src', address);
  }

  get required() {
    return this.hasAttribute('required');
  }

  set required(needed) {
    this.toggleAttribute('required', needed);
  }

  get file() {
    return this.#state.file;
  }

  get report() {
    return this.#state.report;
  }

  get form() {
    return this.#internals.form;
  }

  get validity() {
    return this.#internals.validity;
  }

  get validationMessage() {
    return this.#internals.validationMessage;
  }

  checkValidity() {
    return this.#internals.checkValidity();
  }

  reportValidity() {
    return this.#internals.reportValidity();
  }

  /** @param {File} file */
  async check(file) {
    const state = this.#show({ ...EMPTY, file });
    const current = () => this.isConnected && this.#state.address === state.address;
    this.#tell('precheck-progress', { file });
    try {
      this.#checker ??= new PhotoChecker(this.src || undefined);
      const report = await this.#checker.check(file, this.profile);
      if (!current()) return;
      this.#show({ report });
      this.#focusFromHere(this.#parts.result.querySelector('h2'));
      this.#tell('precheck-result', { file, report });
    } catch (error) {
      if (!current()) return;
      this.#show({ error: saying(error, file) });
      this.#focusFromHere(this.#parts.input);
      this.#tell('precheck-error', { file, error });
    }
  }

  /** Loads the module, which the first photo would otherwise wait for. */
  #open() {
    this.#checker = new PhotoChecker(this.src || undefined);
    this.#checker.open().then(
      (limits) => this.#tell('precheck-ready', { limits }),
      () => {
        // Nothing was asked of it yet: the first photo starts another worker and says what is wrong.
      },
    );
  }

  #close() {
    this.#checker?.close();
    this.#checker = null;
  }

  /** @param {DataTransfer | null} carried */
  #takeFirst(carried) {
    const [first] = carried?.files ?? [];
    if (first) this.check(first);
  }

  /**
   * The answer gets the focus, unless its reader has gone on to another part of the page.
   * @param {HTMLElement | null} target
   */
  #focusFromHere(target) {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused === this) target?.focus();
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @returns {Language} */
  #language() {
    const closest = /** @type {HTMLElement | null} */ (this.closest('[lang]'));
    return closest?.lang.startsWith('en') ? 'en' : 'zh';
  }

  /** @param {Partial<typeof EMPTY>} change */
  #show(change) {
    if ('file' in change) {
      URL.revokeObjectURL(this.#state.address);
      change = { ...change, address: change.file ? URL.createObjectURL(change.file) : '' };
    }
    const state = (this.#state = { ...this.#state, ...change });
    const { file, address, report, error } = state;
    const language = this.#language();
    const parts = this.#parts;
    parts.whole.lang = language === 'zh' ? 'zh-CN' : 'en';
    parts.choose.textContent = text(file ? 'chooseAnother' : 'choose', language);
    parts.hint.textContent = text('drop', language);
    parts.privacy.textContent = text('privacy', language);
    parts.photo.replaceChildren(file ? preview(address, report, language) : '');
    parts.progress.textContent = file && !report && !error ? text('checking', language) : '';
    parts.error.textContent = error ? text(error.key, language, error.values) : '';
    parts.result.replaceChildren(report ? findings(report, language) : '');
    this.#answerForm(language);
    return state;
  }

  /**
   * The form gets the checked file, or the reason why it has to wait.
   * @param {Language} language
   */
  #answerForm(language) {
    const { file, report, error } = this.#state;
    this.#internals.setFormValue(report ? file : null);
    const reason = this.#parts.input;
    const refuse = (/** @type {string} */ why) => this.#internals.setValidity({ customError: true }, why, reason);
    if (error) return refuse(text(error.key, language, error.values));
    if (report?.decision === 'rejected') {
      const [first] = mends(report);
      return refuse(`${text('rejected', language)}：${first?.message[language] ?? ''}`);
    }
    if (file && !report) return refuse(text('checking', language));
    if (!file && this.required) {
      return this.#internals.setValidity({ valueMissing: true }, text('required', language), reason);
    }
    this.#internals.setValidity({});
  }
}

function skeleton() {
  const input = make('input', { type: 'file', accept: 'image/jpeg', 'aria-describedby': 'hint' });
  const choose = make('span');
  const hint = make('p', { id: 'hint', class: 'aside' });
  const photo = make('div');
  const progress = make('p', { class: 'progress', part: 'progress', 'aria-live': 'polite' });
  const error = make('p', { class: 'error', part: 'error', role: 'alert' });
  const result = make('section', { part: 'result' });
  const privacy = make('p', { class: 'aside', part: 'privacy' });
  const drop = make('div', { class: 'drop', part: 'drop' }, make('label', { part: 'choose' }, input, choose), hint);
  const whole = make('div', {}, drop, privacy, photo, progress, error, result);
  return { whole, input, choose, hint, photo, progress, error, result, privacy };
}

/**
 * @param {unknown} reason
 * @param {File} file
 * @returns {Saying}
 */
function saying(reason, file) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
  if (reason instanceof TooLong) {
    return { key: 'tooLong', values: { size: megabytes(file.size), max: megabytes(reason.maxBytes) } };
  }
  return { key: 'failed', values: { reason: reason instanceof Error ? reason.message : String(reason) } };
}

customElements.define('portrait-precheck', PortraitPrecheck);
