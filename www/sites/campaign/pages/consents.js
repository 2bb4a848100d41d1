/** What is done with data and photo, and the two consents; the law asks for a separate one for a photo of a face. */

import { checkbox, form } from '../../../common/form.js';
import { facts } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { changeDraft } from '../draft.js';
import { text } from '../texts.js';

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function consents({ language, facts: { campaign, draft, signedIn }, go }) {
  const given = draft.consents ?? false;
  const personal = checkbox('consent-personal', text('consentPersonal', language), given);
  const photo = checkbox('consent-photo', text('consentPhoto', language), given);
  const office = { office: campaign.office_contact };
  const use = facts([
    [text('consentsData', language), text('consentsDataText', language)],
    [text('consentsPhoto', language), text('consentsPhotoText', language, office)],
    [text('consentsKept', language), text('consentsKeptText', language)],
  ]);
  use.classList.add('stacked');
  const body = form({
    language,
    parts: [use, personal, photo],
    submit: text('next', language),
    check: () => [
      ...(personal.value() ? [] : [{ message: text('consentPersonalMissing', language), field: personal }]),
      ...(photo.value() ? [] : [{ message: text('consentPhotoMissing', language), field: photo }]),
    ],
    send: async () => {
      await changeDraft(campaign.id, { consents: true });
      go(signedIn ? 'identity' : 'sign-in');
    },
  });
  return { title: text('consentsTitle', language), body: [h('div', {}, body)] };
}
