/** The camera, where the notice allows it: the sentence that this rests on comes first. */

import { make } from './dom.js';
import { text } from './texts.js';

/** @typedef {import('./outline.js').Capture} Capture */
/** @typedef {import('./report.js').Language} Language */

/**
 * @param {Capture | null} capture what the notice says; without a word of it there is no camera
 * @param {Language} language
 * @param {(input: HTMLInputElement) => void} taken
 * @returns {Node | string}
 */
export function camera(capture, language, taken) {
  if (!capture) return '';
  const quoted = sentence(capture, language);
  if (capture.mode === 'forbidden') {
    return make('div', { class: 'capture', part: 'camera' }, make('p', {}, text('noCamera', language)), ...quoted);
  }
  if (capture.mode === 'allowed') {
    return make('div', { class: 'capture camera', part: 'camera' }, shutter('user', 'takePhoto', language, taken));
  }
  return make(
    'details',
    { class: 'capture camera', part: 'camera' },
    make('summary', {}, text('takeAssisted', language)),
    ...quoted,
    make('p', { id: 'assisted' }, text('assisted', language)),
    shutter('environment', 'openCamera', language, taken),
  );
}

/**
 * @param {'user' | 'environment'} side which of the phone's cameras
 * @param {import('./texts.js').Key} key
 * @param {Language} language
 * @param {(input: HTMLInputElement) => void} taken
 */
function shutter(side, key, language, taken) {
  const input = make('input', { type: 'file', accept: 'image/jpeg', capture: side });
  input.addEventListener('change', () => taken(input));
  return make('label', { class: 'quiet', part: 'shutter' }, input, text(key, language));
}

/**
 * @param {Capture} capture
 * @param {Language} language
 */
function sentence({ sentence, english }, language) {
  const own = make('blockquote', { lang: 'zh-CN' }, sentence);
  const notice = make('p', { class: 'label' }, text('notice', language));
  return language === 'zh' ? [notice, own] : [notice, own, make('p', { class: 'aside' }, english)];
}
