/** Forms: fields with their errors, and the summary of all that is wrong, which takes the focus. */

import { h } from '../package/element/dom.js';
import { NetworkError, ProblemError } from './api.js';
import { text } from './texts.js';
import { keepTyped, typedText } from './typed.js';

/** @typedef {import('../package/checker/protocol.js').Language} Language */
/** @typedef {import('../package/element/dom.js').Attributes} Attributes */

/**
 * A part of a form in which something can be wrong.
 * @typedef {object} Field
 * @property {HTMLElement} root
 * @property {HTMLElement} input where it is mended
 * @property {HTMLElement} error
 * @property {() => string} value
 */

/** What is wrong, and where. @typedef {{ message: string, field?: Field }} Fault */

/** A submission that cannot go on, with what is wrong. */
export class Faults extends Error {
  /** @param {Fault[]} faults */
  constructor(faults) {
    super(faults[0]?.message);
    this.faults = faults;
  }
}

/**
 * A line of text, which is kept while the tab is open; a password is not.
 * @param {string} name
 * @param {string} label
 * @param {Attributes} attributes
 * @param {boolean} [isKept]
 * @returns {Field}
 */
export function textField(name, label, attributes, isKept = attributes.type !== 'password') {
  const input = h('input', { id: name, name, 'aria-describedby': `${name}-error`, ...attributes });
  if (isKept) {
    input.value = typedText(name);
    input.addEventListener('input', () => keepTyped(name, input.value));
  }
  const error = h('p', { id: `${name}-error`, class: 'fault' });
  const root = h('div', { class: 'field' }, h('label', { for: name }, label), error, input);
  return { root, input, error, value: () => input.value.trim() };
}

/**
 * A box to tick, by itself.
 * @param {string} name
 * @param {string} label
 * @param {boolean} [checked]
 * @returns {Field & { input: HTMLInputElement }}
 */
export function checkbox(name, label, checked = false) {
  const input = h('input', { type: 'checkbox', id: name, name, checked, 'aria-describedby': `${name}-error` });
  const error = h('p', { id: `${name}-error`, class: 'fault' });
  const root = h('div', { class: 'field' }, error, h('label', { class: 'tick' }, input, h('span', {}, label)));
  return { root, input, error, value: () => (input.checked ? 'yes' : '') };
}

/**
 * One of a few.
 * @param {string} name
 * @param {string} legend
 * @param {{ value: string, label: string, lang?: string }[]} options
 * @param {string} [chosen]
 * @returns {Field}
 */
export function choice(name, legend, options, chosen) {
  const error = h('p', { id: `${name}-error`, class: 'fault' });
  const labels = options.map(({ value, label, lang }) => {
    const input = h('input', { type: 'radio', name, value, checked: value === chosen });
    return h('label', { class: 'tick' }, input, h('span', { lang }, label));
  });
  const root = h('fieldset', { class: 'field' }, h('legend', { class: 'visually-hidden' }, legend), error, ...labels);
  const checked = () => /** @type {HTMLInputElement | null} */ (root.querySelector('input:checked'));
  const input = /** @type {HTMLElement} */ (labels[0].querySelector('input'));
  return { root, input, error, value: () => checked()?.value ?? '' };
}

/**
 * A list of which one is chosen.
 * @param {string} name
 * @param {string} label
 * @param {{ value: string, label: string, lang?: string }[]} options
 * @returns {Field}
 */
export function select(name, label, options) {
  const items = options.map(({ value, label, lang }) => h('option', { value, lang }, label));
  const input = h('select', { id: name, name }, ...items);
  const typed = typedText(name);
  input.value = (options.find(({ value }) => value === typed) ?? options[0]).value;
  input.addEventListener('change', () => keepTyped(name, input.value));
  const error = h('p', { id: `${name}-error`, class: 'fault' });
  const root = h('div', { class: 'field' }, h('label', { for: name }, label), error, input);
  return { root, input, error, value: () => input.value };
}

/**
 * A form with one main action.
 * @param {object} options
 * @param {Language} options.language
 * @param {(Node | Field)[]} options.parts
 * @param {string} options.submit what the button says
 * @param {() => Fault[]} [options.check] what is wrong before anything is sent
 * @param {() => Promise<unknown>} options.send may be rejected with `Faults`, a problem of the server, or the network
 * @param {(error: ProblemError) => boolean} [options.handle] whether the page has dealt with a problem by itself
 */
export function form({ language, parts, submit, check = () => [], send, handle = () => false }) {
  const place = h('div', {});
  const button = h('button', { type: 'submit', class: 'main' }, submit);
  const nodes = parts.map((part) => ('root' in part ? part.root : part));
  const root = h('form', { novalidate: true }, place, ...nodes, button);
  /** @type {Field[]} */
  const fields = parts.flatMap((part) => ('root' in part ? [part] : []));
  let isBusy = false;

  /** @param {Fault[]} faults */
  const show = (faults) => {
    for (const { input, error } of fields) {
      const own = faults.find(({ field }) => field?.error === error);
      error.textContent = own?.message ?? '';
      if (own) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
    showFaults(place, faults, language);
  };

  root.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    const faults = check();
    show(faults);
    if (faults.length > 0) return;
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    try {
      await send();
    } catch (error) {
      if (!(error instanceof ProblemError && handle(error))) show(faultsOf(error, language));
    } finally {
      isBusy = false;
      button.removeAttribute('aria-disabled');
    }
  });
  return root;
}

/**
 * Shows what is wrong on top of the page, or that nothing is.
 * @param {HTMLElement} place
 * @param {Fault[]} faults
 * @param {Language} language
 */
export function showFaults(place, faults, language) {
  place.replaceChildren();
  const prefix = text('errorPrefix', language, { title: '' });
  const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  document.title = faults.length > 0 ? prefix + title : title;
  if (faults.length === 0) return;
  const items = faults.map(({ message, field }) => {
    if (!field) return h('li', {}, message);
    const link = h('button', { type: 'button', class: 'link' }, message);
    link.addEventListener('click', () => field.input.focus());
    return h('li', {}, link);
  });
  const heading = h('h2', {}, text('problem', language));
  const summary = h('div', { class: 'summary', role: 'alert', tabindex: -1 }, heading, h('ul', {}, ...items));
  place.append(summary);
  summary.focus();
}

/**
 * What an error says to a person.
 * @param {unknown} error
 * @param {Language} language
 * @returns {Fault[]}
 */
export function faultsOf(error, language) {
  if (error instanceof Faults) return error.faults;
  if (error instanceof NetworkError) return [{ message: text('offline', language) }];
  if (!(error instanceof ProblemError)) throw error;
  const { message, details } = error.problem;
  const clauses = details?.clauses ?? [];
  const sentences = clauses.map(({ message, advice }) =>
    [message[language], advice?.[language] ?? ''].join(language === 'zh' ? '' : ' ').trim(),
  );
  return [message[language], ...sentences].map((sentence) => ({ message: sentence }));
}
