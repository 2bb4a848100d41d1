/**
 * `<portrait-precheck profile="…">`: takes a photo by choice, drop, paste or camera, checks it on the device,
 * shows the report, and lends the checked file to the form around it. While the photo is rejected, so is the
 * form.
 */

import { PhotoChecker } from './checker.js';
import { explain, explainNoModels, explainSilence } from './explain.js';
import { mends } from './marks.js';
import { look as lookAtFile } from './preflight.js';
import { look } from './look.js';
import { outlines } from './outline.js';
import { Refused, askServer } from './server.js';
import { Shell, words } from './shell.js';
import { folder } from './source.js';
import { text } from './texts.js';
import { Trouble } from './trouble.js';

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {import('./portrait-precheck.js').PortraitPrecheck} Declared what the package's types promise */
/** @typedef {import('./checker.js').Fact} Fact */
/** @typedef {import('./shell.js').State & { report: Report | null }} Known what is shown, and the whole report */

/** What the element shows while there is no photo. */
const EMPTY = Object.freeze({ file: null, waiting: null, answer: null, report: null, trouble: null, byServer: false, following: false });

/** @implements {Declared} */
export class PortraitPrecheck extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ['lang', 'profile', 'required', 'server', 'src'];

  #internals = this.attachInternals();
  /** @type {PhotoChecker | null} */
  #checker = null;
  /** @type {Known} */
  #state = { ...EMPTY, address: '', capture: null };
  /** Ends what is being done about a photo: only the latest counts. */
  #doing = new AbortController();
  #shell = new Shell({
    take: (file) => this.check(file),
    again: () => this.#state.file && this.check(this.#state.file),
    askServer: () => this.#askServer(),
  });
  #paste = (/** @type {ClipboardEvent} */ event) => {
    const [first] = event.clipboardData?.files ?? [];
    if (first) this.check(first);
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [look];
    root.append(this.#shell.whole);
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
    if (name === 'src') this.#close();
    if (name === 'src' || name === 'profile') this.#open();
    if (this.#state.file && (name === 'src' || name === 'profile')) this.check(this.#state.file);
    else this.#show({});
  }

  formResetCallback() {
    this.#begin(EMPTY);
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

  /** Who checks a photo, on its owner's word, where the module cannot; `''` for nobody. */
  get server() {
    return this.getAttribute('server') ?? '';
  }

  set server(address) {
    this.setAttribute('server', address);
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
    const { current, signal } = this.#begin({ ...EMPTY, file, waiting: 'checking' });
    this.#tellProgress();
    const checker = this.#made();
    const facts = checker.ready ? Promise.resolve([]) : checker.facts(file);
    try {
      const first = (/** @type {Report} */ report) => {
        this.#answer({ report, following: true });
        this.#tellProgress();
      };
      if (!checker.ready) this.#lookAhead(file, facts, current);
      const report = await checker.check(file, this.profile, { first, signal });
      if (!current()) return;
      const { failed } = checker.progress;
      this.#answer({ report, following: false, trouble: failed ? explainNoModels(failed) : null });
      this.#tell('precheck-result', { file, report });
    } catch (error) {
      const known = await facts;
      const answer = error instanceof Trouble ? await this.#lookAtFile(file, known) : null;
      if (!current()) return;
      const seen = answer === null ? 'leftToServer' : known.length === 0 ? 'onlyHeader' : 'onlyFile';
      this.#show({ waiting: null, following: false, answer, trouble: explain(error, file, seen) });
      this.#focusFromHere(this.#shell.input);
      this.#tell('precheck-error', { file, error });
    }
  }

  /**
   * While the checker is on its way, what the file itself tells: at once what its first bytes say, and the rest when
   * the small module has it.
   * @param {File} file
   * @param {Promise<Fact[]>} facts
   * @param {() => boolean} current
   */
  async #lookAhead(file, facts, current) {
    for (const known of [[], facts]) {
      const answer = await this.#lookAtFile(file, await known);
      const { waiting } = this.#state;
      if (current() && answer && waiting) this.#show({ answer, waiting: 'checkingRest' });
    }
  }

  async #askServer() {
    const { file, trouble } = this.#state;
    const server = this.#server();
    if (!file || !server) return;
    const { current } = this.#begin({ waiting: 'asking', trouble: null });
    this.#tellProgress();
    try {
      const report = await askServer(server, file, this.profile);
      if (!current()) return;
      this.#answer({ report, byServer: true });
      this.#tell('precheck-result', { file, report });
    } catch (error) {
      if (!current()) return;
      const told = error instanceof Refused ? explain(error, file, 'leftToServer') : explainSilence(error);
      this.#show({ waiting: null, trouble: { ...told, again: trouble?.again ?? false } });
      this.#focusFromHere(this.#shell.input);
      this.#tell('precheck-error', { file, error });
    }
  }

  /**
   * The answer gets the focus when it comes, but not again when more of it has come.
   * @param {Partial<Known> & { report: Report }} known
   */
  #answer(known) {
    const news = this.#state.report === null;
    this.#show({ ...known, waiting: null, answer: known.report });
    if (news) this.#focusFromHere(this.#shell.decision);
  }

  /**
   * What can be said of a file without the checker; `null` where not even the limits can be had.
   * @param {File} file
   * @param {Fact[]} facts
   */
  async #lookAtFile(file, facts) {
    try {
      return await lookAtFile(file, facts, await outlines(folder(this.src || undefined)), this.profile);
    } catch {
      return null;
    }
  }

  /** Loads the module, which the first photo would otherwise wait for, and what the notice says of cameras. */
  #open() {
    const { profile } = this;
    this.#made().open().then(
      (limits) => this.#tell('precheck-ready', { limits }),
      () => {
        // Nothing was asked of it yet: the first photo starts another worker and says what is wrong.
      },
    );
    outlines(folder(this.src || undefined)).then(
      ({ profiles }) => {
        const capture = profiles.find(({ id }) => id === profile)?.capture ?? null;
        if (profile === this.profile) this.#show({ capture });
      },
      () => {
        // Without the notice's word on cameras none is offered.
      },
    );
  }

  /** The checker, made when it is first needed. */
  #made() {
    if (this.#checker) return this.#checker;
    const made = (this.#checker = new PhotoChecker(this.src || undefined));
    made.onprogress = (progress) => {
      this.#shell.paintModels(progress, this.#language());
      this.#tellProgress();
    };
    return made;
  }

  #close() {
    this.#checker?.close();
    this.#checker = null;
  }

  #server() {
    return this.server ? new URL(this.server, document.baseURI) : null;
  }

  /**
   * The answer gets the focus, unless its reader has gone on to another part of the page.
   * @param {HTMLElement | null} target
   */
  #focusFromHere(target) {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused === this) target?.focus();
  }

  #tellProgress() {
    const { file, report } = this.#state;
    const { loaded, total } = this.#made().progress;
    this.#tell('precheck-progress', { file, report, loaded, total });
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

  /**
   * Shows that something is being done about a photo; whatever was done before ends.
   * @param {Partial<Known>} change
   */
  #begin(change) {
    this.#doing.abort();
    const { signal } = (this.#doing = new AbortController());
    this.#show(change);
    return { signal, current: () => this.isConnected && !signal.aborted };
  }

  /** @param {Partial<Known>} change */
  #show(change) {
    if ('file' in change && change.file !== this.#state.file) {
      URL.revokeObjectURL(this.#state.address);
      change = { ...change, address: change.file ? URL.createObjectURL(change.file) : '' };
    }
    const language = this.#language();
    this.#state = { ...this.#state, ...change };
    this.#shell.paint(this.#state, language, this.#server());
    if (this.#checker) this.#shell.paintModels(this.#checker.progress, language);
    this.#answerForm(language);
  }

  /**
   * The form gets the photo, or the reason why it has to wait. What could not be checked here holds nobody
   * back: the server decides.
   * @param {Language} language
   */
  #answerForm(language) {
    const { file, waiting, answer, trouble } = this.#state;
    const lent = file !== null && !waiting && !trouble?.final;
    this.#internals.setFormValue(lent ? file : null);
    const place = this.#shell.input;
    const refuse = (/** @type {string} */ why) => this.#internals.setValidity({ customError: true }, why, place);
    if (waiting) return refuse(text(waiting, language));
    if (trouble?.final) return refuse(words(trouble, language).join(' '));
    if (answer?.decision === 'rejected') {
      const [first] = mends(answer);
      return refuse(`${text('rejected', language)}：${first?.message[language] ?? ''}`);
    }
    if (!file && this.required) {
      return this.#internals.setValidity({ valueMissing: true }, text('required', language), place);
    }
    this.#internals.setValidity({});
  }
}

customElements.define('portrait-precheck', PortraitPrecheck);
