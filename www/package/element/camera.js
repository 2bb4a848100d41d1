/** The camera button, where the notice allows it, with the notice's sentence. */

import { h } from './dom.js';
import { text } from './texts.js';

/** @typedef {import('../checker/profile-summaries.js').Capture} Capture */
/** @typedef {import('../checker/protocol.js').Language} Language */

/**
 * @param {Capture | null} capture what the notice says; `null` where it does not mention cameras, and none is offered
 * @param {Language} language
 * @param {(input: HTMLInputElement) => void} ontaken
 * @returns {Node | string}
 */
export function camera(capture, language, ontaken) {
  if (!capture) return '';
  if (capture.mode === 'forbidden') {
    const refusal = h('p', {}, text('noCamera', language));
    return h('div', { class: 'capture', part: 'camera' }, refusal, ...quotation(capture, language));
  }
  if (capture.mode === 'allowed') {
    const button = captureButton('user', 'takePhoto', language, ontaken);
    return h('div', { class: 'capture camera', part: 'camera' }, button);
  }
  return h(
    'details',
    { class: 'capture camera', part: 'camera' },
    h('summary', {}, text('takeAssisted', language)),
    ...quotation(capture, language),
    h('p', { id: 'assisted' }, text('assisted', language)),
    captureButton('environment', 'openCamera', language, ontaken),
  );
}

/**
 * @param {'user' | 'environment'} facing which of the phone's cameras
 * @param {import('./texts.js').Key} key
 * @param {Language} language
 * @param {(input: HTMLInputElement) => void} ontaken
 */
function captureButton(facing, key, language, ontaken) {
  const input = h('input', { type: 'file', accept: 'image/jpeg', capture: facing });
  input.addEventListener('change', () => ontaken(input));
  return h('label', { class: 'quiet', part: 'shutter' }, input, text(key, language));
}

/**
 * The notice's sentence, and its translation for readers of English.
 * @param {Capture} capture
 * @param {Language} language
 */
function quotation({ sentence, english }, language) {
  const label = h('p', { class: 'label' }, text('notice', language));
  const quoted = h('blockquote', { lang: 'zh-CN' }, sentence);
  return language === 'zh' ? [label, quoted] : [label, quoted, h('p', { class: 'aside' }, english)];
}
