/**
 * The element in which a photo is chosen and checked. Its code is loaded when it is first needed. There is one for a campaign
 * and an account, so that a photo that was checked is not checked again; the chosen photo is kept in the draft.
 */

import { changeDraft, readDraft, signedInAccount } from './draft.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */
/** @typedef {import('./api.js').Campaign} Campaign */

/** @type {{ id: string, account: string | null, element: PortraitPrecheck } | null} */
let current = null;

/**
 * @param {Campaign} campaign
 * @param {Language} language
 * @returns {Promise<PortraitPrecheck>} rejected if its code cannot be loaded, or does not run
 */
export async function photoField({ id, profile }, language) {
  const { PortraitPrecheck } = await import('../../package/element/portrait-precheck.js');
  const account = signedInAccount();
  if (current && (current.id !== id || !isFor(account, current))) dropPhotoField();
  current ??= { id, account, element: create(id, profile) };
  current.account = account;
  const { element } = current;
  // A browser that is too old for it makes an element without any functions.
  if (!(element instanceof PortraitPrecheck)) throw new Error('the element does not run');
  element.lang = language === 'zh' ? 'zh-CN' : 'en';
  return element;
}

/**
 * Whether an account may go on with the element. A photo that was checked before signing in belongs to whoever signs in.
 * @param {string | null} account
 * @param {NonNullable<typeof current>} field
 */
function isFor(account, field) {
  return field.account === account || (field.account === null && field.element.file !== null);
}

/** The photo is where it belongs: another one begins anew. */
export function dropPhotoField() {
  current?.element.remove();
  current = null;
}

/**
 * @param {string} id
 * @param {string} profile
 */
function create(id, profile) {
  const element = document.createElement('portrait-precheck');
  element.profile = profile;
  element.server = '.';
  /** @type {File | null} */
  let kept = null;
  readDraft(id).then(({ photo }) => {
    if (!photo || element.file) return;
    kept = photo;
    element.check(photo);
  });
  element.addEventListener('precheck-progress', ({ detail: { file } }) => {
    if (file === kept) return;
    kept = file;
    changeDraft(id, { photo: file ?? undefined });
  });
  return element;
}
