/** Where the element will be, while its code is on its way, and what is there if that does not arrive or does not run. */

import { primary, second } from '../../common/parts.js';
import { h } from '../../package/element/dom.js';
import { photoField } from './photo-field.js';
import { PlainPhoto } from './plain-photo.js';
import { text } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */
/** @typedef {PortraitPrecheck | PlainPhoto} PhotoField */

/**
 * @param {import('./api.js').Campaign} campaign
 * @param {Language} language
 * @param {(field: PhotoField) => void} [onReady] takes the photo; without it a photo is only checked
 */
export function photoPlace(campaign, language, onReady) {
  const place = h('div', { class: 'photo' });
  const load = async () => {
    place.replaceChildren(h('p', { role: 'status' }, text('loading', language)));
    try {
      const element = await photoField(campaign, language);
      place.replaceChildren(element);
      onReady?.(element);
    } catch {
      // A module that failed to load stays failed for a page.
      const retry = (/** @type {typeof primary} */ button) => button(text('retry', language), () => location.reload());
      if (!onReady) {
        const words = h('p', { role: 'alert' }, text('offline', language));
        return place.replaceChildren(words, retry(primary));
      }
      const plain = new PlainPhoto(campaign.id, language);
      place.replaceChildren(plain.node, retry(second));
      onReady(plain);
    }
  };
  load();
  return place;
}
