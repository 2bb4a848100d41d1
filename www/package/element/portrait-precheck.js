/**
 * `<portrait-precheck profile="…">`: a form field for a photo. Takes it by file dialog, drop, paste or camera, checks
 * it on the device, shows the report, and gives the file to the form. With a rejected photo the form is invalid.
 */

import { addresses } from '../checker/addresses.js';
import { EngineError, PhotoChecker } from '../checker/checker.js';
import { loadProfile, profileIndex } from '../checker/profile-summaries.js';
import { contradicts } from '../checker/report-claim.js';
import { arrange } from './arrange.js';
import { askServer, RefusedError } from './ask-server.js';
import { checkFile } from './check-file.js';
import { explain, explainNoAnswer, explainNoModels, explainProfile } from './explain.js';
import { styles } from './styles.js';
import { text } from './texts.js';
import { sentences, View } from './view.js';

/** @typedef {import('../checker/checker.js').Fact} Fact */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Report} Report */
/** @typedef {import('./portrait-precheck.js').Answer} Answer */
/** @typedef {import('./portrait-precheck.js').Answers} Answers */
/** @typedef {import('./portrait-precheck.js').PortraitPrecheck} Declared the class as the package's types declare it */
/** @typedef {import('./view.js').State & { report: Report | null }} State what is shown, and the report */

/** The state without a photo. */
const EMPTY = Object.freeze({
  file: null,
  activity: null,
  shown: null,
  report: null,
  answers: Object.freeze({}),
  problem: null,
  note: null,
  preliminary: false,
});

/** @implements {Declared} */
export class PortraitPrecheck extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ['lang', 'profile', 'profile-url', 'required', 'server', 'src'];

  #internals = this.attachInternals();
  /** @type {PhotoChecker | null} */
  #checker = null;
  /** @type {State} */
  #state = { ...EMPTY, address: '', capture: null, profileProblem: null };
  /** What the candidate has said of each photo, by its SHA-256. @type {Map<string, Answers>} */
  #answers = new Map();
  /** Aborts the current operation: only the latest one may change the state. */
  #operation = new AbortController();
  #view = new View({
    choose: (file) => this.check(file),
    retry: () => this.#state.file && this.check(this.#state.file),
    remove: () => {
      this.clear();
      this.#dispatchProgress();
      this.#view.input.focus();
    },
    askServer: () => this.#askServer(),
    answer: (rule, answer) => this.#answer(rule, answer),
  });
  #onPaste = (/** @type {ClipboardEvent} */ event) => {
    const focused = document.activeElement;
    const isMeant = this.matches(':focus-within') || !focused || focused === document.body;
    if (!isMeant || event.defaultPrevented || this.matches(':disabled')) return;
    const image = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (!image) return;
    // So that another element does not take it as well.
    event.preventDefault();
    this.check(image);
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [styles];
    root.append(this.#view.root);
  }

  connectedCallback() {
    document.addEventListener('paste', this.#onPaste);
    this.#open();
    const { file, report, activity, preliminary } = this.#state;
    this.#update({ address: file ? URL.createObjectURL(file) : '' });
    const isUnfinished = !report || activity || preliminary;
    if (file && isUnfinished) this.check(file);
  }

  disconnectedCallback() {
    document.removeEventListener('paste', this.#onPaste);
    this.#operation.abort();
    this.#close();
    URL.revokeObjectURL(this.#state.address);
    this.#state.address = '';
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected || !this.#checker) return;
    if (name === 'src') this.#close();
    const judgesAnew = ['src', 'profile', 'profile-url'].includes(name);
    if (judgesAnew) this.#open();
    if (this.#state.file && judgesAnew) this.check(this.#state.file);
    else this.#update({});
  }

  formResetCallback() {
    this.clear();
  }

  /** @param {boolean} disabled by its attribute or by a fieldset */
  formDisabledCallback(disabled) {
    this.#view.disabled = disabled;
  }

  get profile() {
    return this.getAttribute('profile') ?? '';
  }

  set profile(id) {
    this.setAttribute('profile', id);
  }

  get profileUrl() {
    return this.getAttribute('profile-url') ?? '';
  }

  set profileUrl(address) {
    this.setAttribute('profile-url', address);
  }

  get src() {
    return this.getAttribute('src') ?? '';
  }

  set src(address) {
    this.setAttribute('src', address);
  }

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

  get disabled() {
    return this.hasAttribute('disabled');
  }

  set disabled(disabled) {
    this.toggleAttribute('disabled', disabled);
  }

  get file() {
    return this.#state.file;
  }

  get report() {
    return this.#state.report;
  }

  get answers() {
    return { ...this.#state.answers };
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
    const { isCurrent, signal } = this.#begin({ ...EMPTY, file, activity: 'checking' });
    this.#dispatchProgress();
    const checker = this.#getChecker();
    const facts = checker.ready ? Promise.resolve([]) : checker.facts(file);
    try {
      const onPreliminary = (/** @type {Report} */ report) => {
        this.#showReport({ report, preliminary: true });
        this.#dispatchProgress();
      };
      if (!checker.ready) this.#showFileFindings(file, facts, isCurrent);
      const report = await checker.check(file, await this.#judged(), { onPreliminary, signal });
      if (!isCurrent()) return;
      const { failed } = checker.progress;
      this.#showReport({ report, preliminary: false, problem: failed ? explainNoModels(failed) : null });
      this.#dispatch('precheck-result', { file, report });
    } catch (error) {
      const known = await facts;
      const shown = error instanceof EngineError ? await this.#checkFile(file, known) : null;
      if (!isCurrent()) return;
      const checked = shown === null ? 'leftToServer' : known.length === 0 ? 'onlyHeader' : 'onlyFile';
      this.#update({ activity: null, preliminary: false, shown, problem: explain(error, file, checked) });
      this.#moveFocus(this.#view.input);
      this.#dispatch('precheck-error', { file, error });
    }
  }

  clear() {
    this.#begin(EMPTY);
  }

  /**
   * While the checker is being loaded, shows the findings on the file: at once those that its first bytes allow, and
   * the others when the preflight module has measured them.
   * @param {File} file
   * @param {Promise<Fact[]>} facts
   * @param {() => boolean} isCurrent
   */
  async #showFileFindings(file, facts, isCurrent) {
    for (const known of [[], facts]) {
      const shown = await this.#checkFile(file, await known);
      if (isCurrent() && shown && this.#state.activity) this.#update({ shown, activity: 'checkingRest' });
    }
  }

  async #askServer() {
    const { file, problem, report: own } = this.#state;
    const server = this.#serverAddress();
    if (!file || !server) return;
    const { isCurrent, signal } = this.#begin({ activity: 'asking', problem: null });
    this.#dispatchProgress();
    try {
      const report = await askServer(server, file, this.profile, { own, signal });
      if (!isCurrent()) return;
      const differs = own !== null && contradicts(own, report);
      if (differs) console.warn('portrait-precheck: the report of the server differs from that of this browser');
      this.#showReport({ report, note: differs ? 'serverDiffers' : 'byServer' });
      this.#dispatch('precheck-result', { file, report });
    } catch (error) {
      if (!isCurrent()) return;
      const explanation = error instanceof RefusedError ? explain(error, file, 'leftToServer') : explainNoAnswer(error);
      this.#update({ activity: null, problem: { ...explanation, retry: problem?.retry ?? false } });
      this.#moveFocus(this.#view.input);
      this.#dispatch('precheck-error', { file, error });
    }
  }

  /**
   * The first report of a photo gets the focus, the final one after it does not.
   * @param {Partial<State> & { report: Report }} change
   */
  #showReport(change) {
    const isFirst = this.#state.report === null;
    const { report } = change;
    const answers = this.#answers.get(report.photo.sha256) ?? {};
    this.#update({ ...change, activity: null, shown: report, answers });
    if (isFirst) this.#moveFocus(this.#view.decision);
  }

  /**
   * Keeps what the candidate says of this photo.
   * @param {string} rule
   * @param {Answer} answer
   */
  #answer(rule, answer) {
    const { file, report } = this.#state;
    if (!report) return;
    const answers = { ...this.#state.answers, [rule]: answer };
    this.#answers.set(report.photo.sha256, answers);
    this.#update({ answers });
    this.#dispatch('precheck-answer', { file, rule, answer, answers: this.answers });
  }

  /**
   * The findings on the file without the checker; `null` where not even the limits can be loaded, or there are none.
   * @param {File} file
   * @param {Fact[]} facts
   */
  async #checkFile(file, facts) {
    try {
      const profile = await this.#loadProfile();
      return profile ? await checkFile(file, facts, await profileIndex(this.#builds()), profile.summary) : null;
    } catch {
      return null;
    }
  }

  #builds() {
    return addresses(this.src || undefined).builds;
  }

  #loadProfile() {
    return loadProfile(this.#builds(), this.profile, this.profileUrl);
  }

  /** The profile as the checker takes it: its id, or as JSON where it has a file of its own. */
  async #judged() {
    if (!this.profileUrl) return this.profile;
    try {
      return JSON.stringify((await this.#loadProfile())?.profile);
    } catch (error) {
      throw new EngineError('download', `the profile ${this.profile} cannot be loaded: ${error}`);
    }
  }

  /** Loads the module and what the notice says of cameras before a photo is chosen. */
  #open() {
    const { profile, profileUrl } = this;
    this.#getChecker()
      .open()
      .then(
        (limits) => this.#dispatch('precheck-ready', { limits }),
        () => {
          // The first photo starts another worker and reports the reason.
        },
      );
    this.#loadProfile().then(
      async (known) => {
        const profileProblem = known ? null : this.#explainProfile(await profileIndex(this.#builds()));
        if (profile !== this.profile || profileUrl !== this.profileUrl) return;
        this.#update({ capture: known?.summary.capture ?? null, profileProblem });
      },
      () => {
        // No camera is offered without knowing whether the notice allows it.
      },
    );
  }

  /**
   * A mistake of the page's author, which nobody can miss: in the console, on the page, and the form is invalid.
   * @param {import('../checker/profile-summaries.js').ProfileIndex} index
   */
  #explainProfile({ profiles }) {
    const known = profiles.map(({ id }) => id);
    const message = `<portrait-precheck profile="${this.profile}">: there is no such profile, only ${known.join(', ')}`;
    console.error(message);
    return explainProfile(message);
  }

  /** The checker, created when it is first needed. */
  #getChecker() {
    if (this.#checker) return this.#checker;
    const checker = new PhotoChecker(this.src || undefined);
    checker.onprogress = (progress) => {
      this.#view.updateModels(progress, this.#language());
      this.#dispatchProgress();
    };
    this.#checker = checker;
    return checker;
  }

  #close() {
    this.#checker?.close();
    this.#checker = null;
  }

  #serverAddress() {
    return this.server ? new URL(this.server, document.baseURI) : null;
  }

  /**
   * Moves the focus, unless it is in another part of the page.
   * @param {HTMLElement | null} target
   */
  #moveFocus(target) {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused === this) target?.focus();
  }

  #dispatchProgress() {
    const { file, report } = this.#state;
    const { loaded, total } = this.#getChecker().progress;
    this.#dispatch('precheck-progress', { file, report, loaded, total });
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @returns {Language} */
  #language() {
    const closest = /** @type {HTMLElement | null} */ (this.closest('[lang]'));
    return closest?.lang.startsWith('en') ? 'en' : 'zh';
  }

  /**
   * Begins an operation and aborts the one before it.
   * @param {Partial<State>} change
   */
  #begin(change) {
    this.#operation.abort();
    this.#operation = new AbortController();
    const { signal } = this.#operation;
    this.#update(change);
    return { signal, isCurrent: () => this.isConnected && !signal.aborted };
  }

  /** @param {Partial<State>} change */
  #update(change) {
    if ('file' in change && change.file !== this.#state.file) {
      URL.revokeObjectURL(this.#state.address);
      change = { ...change, address: change.file && this.isConnected ? URL.createObjectURL(change.file) : '' };
    }
    const language = this.#language();
    this.#state = { ...this.#state, ...change };
    this.#view.update(this.#state, language, this.#serverAddress());
    if (this.#checker) this.#view.updateModels(this.#checker.progress, language);
    this.#updateForm(language);
  }

  /**
   * Gives the form the photo, or the reason why it is invalid. A photo that could not be checked here is valid: the
   * server decides.
   * @param {Language} language
   */
  #updateForm(language) {
    const { file, activity, shown } = this.#state;
    const problem = this.#state.problem ?? this.#state.profileProblem;
    const usable = file !== null && !activity && !problem?.unusable;
    this.#internals.setFormValue(usable ? this.#formValue(file) : null);
    const anchor = this.#view.input;
    const refuse = (/** @type {string} */ reason) => this.#internals.setValidity({ customError: true }, reason, anchor);
    if (activity) return refuse(text(activity, language));
    if (problem?.unusable) return refuse(sentences(problem, language).join(' '));
    if (shown?.decision === 'rejected') {
      const [first] = arrange(shown, {}).fail;
      const colon = language === 'zh' ? '：' : ': ';
      return refuse([text('rejected', language), first?.finding.message[language] ?? ''].join(colon));
    }
    if (!file && this.required) {
      return this.#internals.setValidity({ valueMissing: true }, text('required', language), anchor);
    }
    this.#internals.setValidity({});
  }

  /**
   * The photo, and with it what the candidate has answered, as JSON under the name with `-answers`.
   * @param {File} file
   */
  #formValue(file) {
    const name = this.getAttribute('name');
    const { answers } = this.#state;
    if (!name || Object.keys(answers).length === 0) return file;
    const value = new FormData();
    value.append(name, file);
    value.append(`${name}-answers`, JSON.stringify(answers));
    return value;
  }
}

customElements.define('portrait-precheck', PortraitPrecheck);
