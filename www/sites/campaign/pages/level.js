/** The level of study; it is a part of what the record is found by. */

import { choice, form } from '../../../common/form.js';
import { h } from '../../../package/element/dom.js';
import { changeDraft } from '../draft.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function level({ language, facts: { campaign, draft }, go }) {
  const title = text('levelTitle', language);
  const options = campaign.levels.map((level) => ({ value: level, label: level, lang: 'zh-CN' }));
  const levels = choice('level', title, options, draft.level);
  const hint = h('p', { class: 'hint' }, text('levelHint', language));
  const missing = { message: text('levelMissing', language), field: levels };
  const body = form({
    language,
    parts: [hint, levels],
    submit: text('next', language),
    check: () => (levels.value() ? [] : [missing]),
    send: async () => {
      await changeDraft(campaign.id, { level: levels.value() });
      go('consents');
    },
  });
  return { title, body: [body] };
}
