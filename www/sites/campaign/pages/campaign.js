/** The campaign: its notice, when it is open, what it costs, whom to ask. */

import { facts, paragraphs, primary } from '../../../common/parts.js';
import { end, moment, yuan } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { contacts } from '../contacts.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function campaign({ language, facts: { campaign, collection, signedIn }, go }) {
  const { title, institution, code, notice, opens, closes, open, fee_fen } = campaign;
  const values = { opens: moment(opens, language), closes: end(closes, language) };
  const begin = primary(text(collection ? 'goOn' : 'begin', language), () => go(collection ? 'status' : 'level'));
  const status = h('a', { href: `#status/${encodeURIComponent(campaign.id)}` }, text('begun', language));
  const check = h('a', { href: `#check/${encodeURIComponent(campaign.id)}` }, text('tryPhoto', language));
  return {
    title,
    body: [
      h('p', { lang: 'zh-CN' }, `${institution}　${code}`),
      facts([
        [text('window', language), text('windowValue', language, values)],
        [
          text('fee', language),
          fee_fen > 0 ? text('feeValue', language, { yuan: yuan(fee_fen) }) : text('free', language),
        ],
        ...contacts(campaign, language),
      ]),
      h('section', { lang: 'zh-CN' }, h('h2', {}, text('notice', 'zh')), ...paragraphs(notice)),
      ...(open || collection ? [begin] : [h('p', { class: 'note' }, text('closedYet', language))]),
      ...(signedIn ? [] : [h('p', {}, status)]),
      h('p', {}, check),
    ],
  };
}
