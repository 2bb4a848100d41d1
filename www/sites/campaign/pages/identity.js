/** Name and number, by which the record is found. */

import { form, select, textField } from '../../../common/form.js';
import { facts } from '../../../common/parts.js';
import { dropTyped, typedText } from '../../../common/typed.js';
import { masked } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act } from '../api.js';
import { residentNumberFault } from '../id-number.js';
import { inMiniProgram, openNative } from '../mini-program.js';
import { text } from '../texts.js';

/** Problems that have a page of their own. */
const PAGES = new Map([
  ['no-match', 'no-match'],
  ['already-bound', 'already-bound'],
]);

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function identity({ language, facts: { campaign, draft }, go, advance, handle }) {
  const name = textField('name', text('nameLabel', language), { type: 'text', autocomplete: 'name', maxlength: 100 });
  const types = campaign.id_types.map(({ id_type, name }) => ({ value: id_type, label: name, lang: 'zh-CN' }));
  const type = select('id_type', text('idTypeLabel', language), types);
  const number = textField('number', text('numberLabel', language), {
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    maxlength: 40,
  });
  const change = h('a', { href: `#level/${encodeURIComponent(campaign.id)}` }, text('change', language));
  const known = facts([
    [
      text('levelChosen', language),
      h('span', {}, h('span', { lang: 'zh-CN' }, draft.level ?? ''), language === 'zh' ? '　' : ' ', change),
    ],
    ...(typedText('phone')
      ? [/** @type {[string, string]} */ ([text('phoneLabel', language), masked(typedText('phone'))])]
      : []),
  ]);

  const numberFault = () => {
    if (!number.value()) return 'numberMissing';
    const fault = type.value() === 'resident-id' ? residentNumberFault(number.value()) : null;
    return fault === 'form' ? 'numberForm' : fault === 'check' ? 'numberWrong' : null;
  };
  const body = form({
    language,
    parts: [name, type, number, known],
    submit: text('next', language),
    check: () => {
      const fault = numberFault();
      return [
        ...(name.value() ? [] : [{ message: text('nameMissing', language), field: name }]),
        ...(fault ? [{ message: text(fault, language), field: number }] : []),
      ];
    },
    send: async () => {
      await act('POST', 'collections', {
        campaign: campaign.id,
        level: draft.level,
        name: name.value(),
        id_type: type.value(),
        id_number: number.value(),
        consents: { personal_information: true, photo: true },
      });
      dropTyped();
      await advance('confirm');
    },
    handle: (error) => {
      const { code } = error.problem;
      if (code === 'phone-needed' && inMiniProgram()) {
        // Back from there, the same button goes on.
        openNative('phone');
        return true;
      }
      const page = PAGES.get(code);
      if (page) go(page);
      return page !== undefined || handle(error);
    },
  });
  return {
    title: text('identityTitle', language),
    body: [h('p', { class: 'note' }, text('identityWarning', language)), body],
  };
}
