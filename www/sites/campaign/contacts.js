/** Whom a candidate can ask. */

import { h } from '../../package/element/dom.js';
import { text } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('./api.js').Campaign} Campaign */

/**
 * Whom to ask: about the collection, and about the record.
 * @param {Campaign} campaign
 * @param {Language} language
 * @returns {[string, Node][]}
 */
export function contacts({ phone, hours, office_contact }, language) {
  const call = h('a', { href: `tel:${phone.replace(/[^\d+]/g, '')}` }, phone);
  return [
    [text('phone', language), h('span', {}, call, text('phoneValue', language, { hours }))],
    [text('office', language), h('span', { lang: 'zh-CN' }, office_contact)],
  ];
}
