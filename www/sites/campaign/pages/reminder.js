/** What to know before the upload, in the office's words. */

import { form } from '../../../common/form.js';
import { paragraphs } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { act, of } from '../api.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function reminder({ language, facts: { campaign, collection }, advance, handle }) {
  const words = h('div', { class: 'lead', lang: 'zh-CN' }, ...paragraphs(collection?.reminder ?? ''));
  const body = form({
    language,
    parts: [words],
    submit: text('acknowledge', language),
    send: async () => {
      await act('POST', `collection/reminder${of(campaign.id)}`, {});
      await advance('photo');
    },
    handle,
  });
  return { title: text('reminderTitle', language), body: [body] };
}
