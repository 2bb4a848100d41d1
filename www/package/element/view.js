/** The content of the element's shadow tree: created once, then updated with every change of state. */

import { arrange } from './arrange.js';
import { camera } from './camera.js';
import { h } from './dom.js';
import { list, verdict } from './findings.js';
import { preserveViewState } from './preserve-view-state.js';
import { photoImage, preview } from './preview.js';
import { text } from './texts.js';

/** @typedef {import('../checker/profile-summaries.js').Capture} Capture */
/** @typedef {import('../checker/protocol.js').Progress} Progress */
/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {import('./portrait-precheck.js').Answer} Answer */
/** @typedef {import('./portrait-precheck.js').Answers} Answers */
/** @typedef {import('./explain.js').Explanation} Explanation */
/** @typedef {import('./texts.js').Key} Key */

/**
 * @typedef {object} State
 * @property {File | null} file the chosen photo
 * @property {string} address its object URL
 * @property {Key | null} activity what is being done
 * @property {PartialReport | null} shown what is known of the photo
 * @property {Answers} answers what the candidate says of it
 * @property {Explanation | null} problem why that is not everything
 * @property {Key | null} note about the result
 * @property {boolean} preliminary whether the report is made again when the models are loaded
 * @property {Capture | null} capture
 * @property {Explanation | null} profileProblem why no photo can be checked at all
 */

/**
 * What the user can do.
 * @typedef {object} Actions
 * @property {(file: File) => void} choose
 * @property {() => void} retry
 * @property {() => void} remove
 * @property {() => void} askServer
 * @property {(rule: string, answer: Answer) => void} answer
 */

const BYTES_PER_MEGABYTE = 1024 * 1024;

/**
 * What the file dialog offers. WeChat for Android is reported to hide the album from `image/jpeg`; elsewhere that has a phone
 * convert its own format.
 */
const acceptedType = () => (/Android.*MicroMessenger/.test(navigator.userAgent) ? 'image/*' : 'image/jpeg');

export class View {
  /** @type {string} what the camera button was last made for */
  #captureKey = '';
  #address = '';
  /** Shows the photo with the marks of the lines that are open now. */
  #updatePhoto = () => {};
  #image = photoImage('');
  #actions;
  #input = h('input', { type: 'file', accept: acceptedType(), 'aria-describedby': 'hint' });
  #choose = h('span');
  #hint = h('p', { id: 'hint', class: 'aside' });
  #remove = h('button', { type: 'button', class: 'remove', part: 'remove', hidden: true });
  #camera = h('div');
  #privacy = h('p', { class: 'aside privacy', part: 'privacy' });
  #photo = h('div', { class: 'photo' });
  #progress = h('p', { class: 'progress', part: 'progress', 'aria-live': 'polite' });
  #models = h('div', { class: 'models', part: 'models', hidden: true });
  #error = h('div', { class: 'error', part: 'error', role: 'alert' });
  #help = h('div', { class: 'help', part: 'help' });
  #verdict = h('div');
  #list = h('div', { class: 'list' });
  #result = h(
    'section',
    { class: 'columns', part: 'result' },
    h('div', { class: 'status' }, this.#verdict, this.#progress, this.#models, this.#error, this.#help),
    this.#photo,
    this.#list,
  );
  #drop = h(
    'div',
    { class: 'drop', part: 'drop' },
    h('label', { part: 'choose' }, this.#input, this.#choose),
    this.#remove,
    this.#hint,
    this.#camera,
  );

  root = h('fieldset', { role: 'none' }, this.#drop, this.#result, this.#privacy);

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
    this.#input.addEventListener('change', () => this.#takeFrom(this.#input));
    this.#remove.addEventListener('click', actions.remove);
    // `toggle` does not bubble.
    this.#list.addEventListener('toggle', () => this.#updatePhoto(), true);
    this.root.addEventListener('dragover', (event) => event.preventDefault());
    this.root.addEventListener('drop', (event) => {
      event.preventDefault();
      const [first] = event.dataTransfer?.files ?? [];
      if (first && !this.root.disabled) actions.choose(first);
    });
  }

  /** Where another photo is chosen, and where a form shows why it is invalid. */
  get input() {
    return this.#input;
  }

  /** Whether a photo can be chosen, and anything else be done; what is known of it can be read all the same. */
  set disabled(/** @type {boolean} */ disabled) {
    this.root.disabled = disabled;
  }

  /** The heading of the result. */
  get decision() {
    return this.#result.querySelector('h2');
  }

  /**
   * @param {State} state
   * @param {Language} language
   * @param {URL | null} server that could check where the engine cannot
   */
  update(state, language, server) {
    const { file, address, activity, shown, preliminary, note } = state;
    const problem = state.problem ?? state.profileProblem;
    const incomplete = activity !== null || preliminary;
    this.root.lang = language === 'zh' ? 'zh-CN' : 'en';
    this.#choose.textContent = text(file ? 'chooseAnother' : 'choose', language);
    this.#remove.textContent = text('remove', language);
    this.#remove.hidden = !file;
    this.#hint.textContent = text('drop', language);
    this.#privacy.textContent = text('privacy', language);
    this.#updateCamera(state.capture, language);
    if (address !== this.#address) this.#image = photoImage(address);
    this.#address = address;
    const status = activity ?? (preliminary ? 'preliminary' : note);
    this.#progress.textContent = status ? text(status, language) : '';
    this.#models.hidden = !preliminary;
    this.#error.replaceChildren(...sentences(problem, language).map((sentence) => h('p', {}, sentence)));
    this.#help.replaceChildren(...(problem ? this.#waysOut(problem, language, server) : []));
    this.#result.toggleAttribute('data-incomplete', incomplete);
    this.#drop.classList.toggle('chosen', file !== null);
    const arrangement = shown && arrange(shown, state.answers);
    const known = shown && arrangement ? { report: shown, arrangement } : null;
    preserveViewState(this.#result, () => {
      const { answer } = this.#actions;
      const parts = known && { ...known, answers: state.answers, incomplete, answer };
      this.#verdict.replaceChildren(...(parts ? verdict(parts, language) : []));
      this.#list.replaceChildren(...(parts ? list(parts, language) : []));
    });
    this.#updatePhoto = () =>
      this.#photo.replaceChildren(file ? preview(this.#image, known, openRules(this.#list), language) : '');
    this.#updatePhoto();
  }

  /**
   * @param {Progress} progress
   * @param {Language} language
   */
  updateModels({ loaded, total }, language) {
    const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
    const label = text('modelsLoaded', language, { loaded: megabytes(loaded), total: megabytes(total) });
    const bar = h('progress', { max: total || 1, value: loaded, 'aria-label': label });
    this.#models.replaceChildren(bar, h('span', { class: 'aside', 'aria-hidden': 'true' }, label));
  }

  /**
   * @param {Capture | null} capture
   * @param {Language} language
   */
  #updateCamera(capture, language) {
    const key = JSON.stringify([capture, language]);
    if (key === this.#captureKey) return;
    this.#captureKey = key;
    this.#camera.replaceChildren(camera(capture, language, (input) => this.#takeFrom(input)));
  }

  /**
   * What the user can do about a problem.
   * @param {Explanation} problem
   * @param {Language} language
   * @param {URL | null} server
   */
  #waysOut({ retry, unusable, detail }, language, server) {
    const button = (/** @type {Key} */ key, /** @type {() => void} */ action) => {
      const element = h('button', { type: 'button', part: key }, text(key, language));
      element.addEventListener('click', action);
      return element;
    };
    /** @type {HTMLElement[]} */
    const ways = retry ? [button('retry', this.#actions.retry)] : [];
    if (server && !unusable) {
      ways.push(h('p', {}, text('askServer', language, { host: server.host })));
      ways.push(button('consent', this.#actions.askServer));
    }
    if (detail) {
      const summary = h('summary', {}, text('details', language));
      ways.push(h('details', { class: 'aside' }, summary, h('p', { lang: 'en' }, detail)));
    }
    return ways;
  }

  /** @param {HTMLInputElement} input */
  #takeFrom(input) {
    const [first] = input.files ?? [];
    if (first) this.#actions.choose(first);
    input.value = '';
  }
}

/**
 * The rules whose lines are open.
 * @param {HTMLElement} result
 */
function openRules(result) {
  const open = [...result.querySelectorAll('[data-rule] > details[open]')];
  return new Set(open.map(({ parentElement }) => parentElement?.dataset.rule ?? ''));
}

/**
 * @param {Explanation | null} problem
 * @param {Language} language
 */
export function sentences(problem, language) {
  return (problem?.sentences ?? []).map((sentence) =>
    'key' in sentence ? text(sentence.key, language, sentence.values) : sentence[language],
  );
}
