/** The element's inside: made once, then painted anew with every change of state. */

import { camera } from './camera.js';
import { make } from './dom.js';
import { findings } from './findings.js';
import { keepPlace } from './keep.js';
import { picture, preview } from './preview.js';
import { text } from './texts.js';

/** @typedef {import('./explain.js').Explained} Explained */
/** @typedef {import('./outline.js').Capture} Capture */
/** @typedef {import('./report.js').Answered} Answered */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Message} Message */
/** @typedef {import('./report.js').Progress} Progress */
/** @typedef {import('./texts.js').Key} Key */

/**
 * @typedef {object} State
 * @property {File | null} file the photo in question; what an earlier one gave is not shown
 * @property {string} address where the browser finds it
 * @property {Key | null} waiting what is being done
 * @property {Answered | null} answer what is known of the photo
 * @property {Explained | null} trouble why that is not all
 * @property {boolean} byServer whether the server gave the answer
 * @property {boolean} following whether the models are still awaited for more
 * @property {Capture | null} capture
 */

/**
 * What a person may do in it.
 * @typedef {object} Deeds
 * @property {(file: File) => void} take
 * @property {() => void} again
 * @property {() => void} askServer
 */

const BYTES_PER_MEGABYTE = 1024 * 1024;

export class Shell {
  /** @type {string} what the camera's place was last painted for */
  #capture = '';
  #address = '';
  /** Paints the photo with the marks of the lines that are open now. */
  #paintPhoto = () => {};
  #picture = picture('');
  #deeds;
  #input = make('input', { type: 'file', accept: 'image/jpeg', 'aria-describedby': 'hint' });
  #choose = make('span');
  #hint = make('p', { id: 'hint', class: 'aside' });
  #camera = make('div');
  #privacy = make('p', { class: 'aside privacy', part: 'privacy' });
  #photo = make('div');
  #progress = make('p', { class: 'progress', part: 'progress', 'aria-live': 'polite' });
  #models = make('div', { class: 'models', part: 'models', hidden: true });
  #error = make('div', { class: 'error', part: 'error', role: 'alert' });
  #help = make('div', { class: 'help', part: 'help' });
  #result = make('section', { part: 'result' });
  #told = make('div', {}, this.#progress, this.#models, this.#error, this.#help, this.#result);
  #drop = make(
    'div',
    { class: 'drop', part: 'drop' },
    make('label', { part: 'choose' }, this.#input, this.#choose),
    this.#hint,
    this.#camera,
  );

  whole = make(
    'div',
    {},
    this.#drop,
    this.#privacy,
    make('div', { class: 'sides' }, this.#photo, this.#told),
  );

  /** @param {Deeds} deeds */
  constructor(deeds) {
    this.#deeds = deeds;
    this.#input.addEventListener('change', () => this.#taken(this.#input));
    // What opens and closes does not bubble.
    this.#result.addEventListener('toggle', () => this.#paintPhoto(), true);
    this.whole.addEventListener('dragover', (event) => event.preventDefault());
    this.whole.addEventListener('drop', (event) => {
      event.preventDefault();
      const [first] = event.dataTransfer?.files ?? [];
      if (first) deeds.take(first);
    });
  }

  /** Where another photo is chosen, and where a form shows why it waits. */
  get input() {
    return this.#input;
  }

  /** The answer's first line. */
  get decision() {
    return this.#result.querySelector('h2');
  }

  /**
   * @param {State} state
   * @param {Language} language
   * @param {URL | null} server who could check in the module's place
   */
  paint(state, language, server) {
    const { file, address, waiting, answer, trouble, following } = state;
    this.whole.lang = language === 'zh' ? 'zh-CN' : 'en';
    this.#choose.textContent = text(file ? 'chooseAnother' : 'choose', language);
    this.#hint.textContent = text('drop', language);
    this.#privacy.textContent = text('privacy', language);
    this.#paintCamera(state.capture, language);
    if (address !== this.#address) this.#picture = picture(address);
    this.#address = address;
    const doing = waiting ?? (following ? 'firstLook' : state.byServer ? 'byServer' : null);
    this.#progress.textContent = doing ? text(doing, language) : '';
    this.#models.hidden = !following;
    this.#error.replaceChildren(...words(trouble, language).map((said) => make('p', {}, said)));
    this.#help.replaceChildren(...(trouble ? this.#ways(trouble, language, server) : []));
    this.#result.toggleAttribute('data-open', waiting !== null || following);
    keepPlace(this.#result, () => this.#result.replaceChildren(answer ? findings(answer, language, waiting !== null || following) : ''));
    this.#paintPhoto = () => this.#photo.replaceChildren(file ? preview(this.#picture, answer, openRules(this.#result), language) : '');
    this.#paintPhoto();
  }

  /**
   * @param {Progress} progress
   * @param {Language} language
   */
  paintModels({ loaded, total }, language) {
    const megabytes = (/** @type {number} */ bytes) => (bytes / BYTES_PER_MEGABYTE).toFixed(1);
    const label = text('modelsLoaded', language, { loaded: megabytes(loaded), total: megabytes(total) });
    const bar = make('progress', { max: total || 1, value: loaded, 'aria-label': label });
    this.#models.replaceChildren(bar, make('span', { class: 'aside', 'aria-hidden': 'true' }, label));
  }

  /**
   * @param {Capture | null} capture
   * @param {Language} language
   */
  #paintCamera(capture, language) {
    const wanted = JSON.stringify([capture, language]);
    if (wanted === this.#capture) return;
    this.#capture = wanted;
    this.#camera.replaceChildren(camera(capture, language, (input) => this.#taken(input)));
  }

  /**
   * What can be done about a trouble.
   * @param {Explained} trouble
   * @param {Language} language
   * @param {URL | null} server
   */
  #ways({ again, final, detail }, language, server) {
    const button = (/** @type {Key} */ key, /** @type {() => void} */ deed) => {
      const made = make('button', { type: 'button', part: key }, text(key, language));
      made.addEventListener('click', deed);
      return made;
    };
    /** @type {HTMLElement[]} */
    const ways = again ? [button('retry', this.#deeds.again)] : [];
    if (server && !final) {
      ways.push(make('p', {}, text('askServer', language, { host: server.host })), button('consent', this.#deeds.askServer));
    }
    if (detail) {
      ways.push(make('details', { class: 'aside' }, make('summary', {}, text('details', language)), make('p', { lang: 'en' }, detail)));
    }
    return ways;
  }

  /** @param {HTMLInputElement} input */
  #taken(input) {
    const [first] = input.files ?? [];
    if (first) this.#deeds.take(first);
    input.value = '';
  }
}

/**
 * The rules of the lines that are open.
 * @param {HTMLElement} result
 */
function openRules(result) {
  return new Set([...result.querySelectorAll('[data-rule] > details[open]')].map(({ parentElement }) => parentElement?.dataset.rule ?? ''));
}

/**
 * What a trouble says, sentence by sentence.
 * @param {Explained | null} trouble
 * @param {Language} language
 */
export function words(trouble, language) {
  return (trouble?.says ?? []).map((said) => ('key' in said ? text(said.key, language, said.values) : said[language]));
}
