/** Checking a photo, without anything else: for everybody, at any time. */

import { h } from '../../../package/element/dom.js';
import { photoPlace } from '../photo-place.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function check({ language, facts: { campaign } }) {
  const back = h('a', { href: `#campaign/${encodeURIComponent(campaign.id)}` }, text('notice', language));
  return {
    title: text('checkTitle', language),
    body: [h('p', {}, text('checkLead', language)), photoPlace(campaign, language), h('p', {}, back)],
  };
}
