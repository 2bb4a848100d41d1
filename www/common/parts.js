/** What the pages of several sites show. */

import { h } from '../package/element/dom.js';

/**
 * Names and values.
 * @param {[string | Node, string | Node][]} pairs
 */
export function facts(pairs) {
  return h('dl', {}, ...pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** The paragraphs of a text, one a line. @param {string} written */
export function paragraphs(written) {
  const lines = written.split('\n').filter((line) => line.trim());
  return lines.map((line) => h('p', {}, line.trim()));
}

/**
 * A button beside the main one.
 * @param {string} label
 * @param {() => unknown} act
 */
export function second(label, act) {
  return button('second', label, act);
}

/**
 * The main button of a page without fields.
 * @param {string} label
 * @param {() => unknown} act
 */
export function primary(label, act) {
  return button('main', label, act);
}

/** @param {string} kind @param {string} label @param {() => unknown} act */
function button(kind, label, act) {
  const button = h('button', { type: 'button', class: kind }, label);
  button.addEventListener('click', act);
  return button;
}
