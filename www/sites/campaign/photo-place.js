/** Where the element will be, while its code is on its way, and if that does not arrive. */

import { primary } from '../../common/parts.js';
import { h } from '../../package/element/dom.js';
import { photoField } from './photo-field.js';
import { text } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */

/**
 * @param {import('./api.js').Campaign} campaign
 * @param {Language} language
 * @param {(element: PortraitPrecheck) => void} [onReady]
 */
export function photoPlace(campaign, language, onReady = () => {}) {
  const place = h('div', { class: 'photo' });
  const load = async () => {
    place.replaceChildren(h('p', { role: 'status' }, text('loading', language)));
    try {
      const element = await photoField(campaign, language);
      place.replaceChildren(element);
      onReady(element);
    } catch {
      const words = h('p', { role: 'alert' }, text('offline', language));
      // A module that failed to load stays failed for a page.
      place.replaceChildren(
        words,
        primary(text('retry', language), () => location.reload()),
      );
    }
  };
  load();
  return place;
}
