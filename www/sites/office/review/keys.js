/** Keys for those who use the same page all day. Whoever types by voice, or presses keys by mistake, turns them off. */

import { h } from '../../../package/element/dom.js';

const KEPT = 'office-keys';

/** Where a key has a meaning of its own. */
const TAKES_KEYS = 'input:not([type=checkbox]), select, textarea, [contenteditable]';

/** What Space and Enter press by themselves. */
const PRESSED = 'button, a, summary, label, input';

let isOn = true;
try {
  isOn = localStorage.getItem(KEPT) !== 'off';
} catch {
  // Storage is blocked: keys are on when the page is opened.
}

/**
 * Listens for keys as long as the page is shown. They are named as on the keyboard, so that they work while Chinese is typed.
 * @param {Record<string, () => void>} actions by `KeyboardEvent.code`
 * @param {AbortSignal} left
 */
export function listenForKeys(actions, left) {
  const listen = (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    const pressesButton = /^(Space|Enter|NumpadEnter)$/.test(event.code) && target?.matches(PRESSED);
    const isOther = event.ctrlKey || event.altKey || event.metaKey || event.repeat || target?.closest(TAKES_KEYS);
    const action = actions[event.code];
    // A dialog covers the photos, whatever has the focus.
    const isCovered = document.querySelector('dialog[open]');
    if (!isOn || !action || isOther || pressesButton || isCovered) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', listen, { signal: left });
}

/** The box that turns keys on and off, which is remembered. @param {string} label */
export function keysSwitch(label) {
  const input = h('input', { type: 'checkbox', checked: isOn });
  input.addEventListener('change', () => {
    isOn = input.checked;
    try {
      localStorage.setItem(KEPT, isOn ? 'on' : 'off');
    } catch {
      // As above.
    }
  });
  return h('label', { class: 'tick' }, input, h('span', {}, label));
}

/**
 * A button with its key.
 * @param {string} label
 * @param {string} key as it stands on the keyboard
 * @param {() => void} act
 * @param {import('../../../package/element/dom.js').Attributes} [attributes]
 */
export function keyButton(label, key, act, attributes = {}) {
  const button = h('button', { type: 'button', class: 'key', ...attributes }, h('span', {}, label), h('kbd', {}, key));
  button.addEventListener('click', () => {
    act();
    // Else the space bar, which decides, would press the same button again.
    button.blur();
  });
  return button;
}
