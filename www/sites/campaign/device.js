/** What this device keeps of somebody's way, and whose it is. */

import { dropTyped, keepTyped, typedText } from '../../common/typed.js';
import { claimDraft, dropDrafts } from './draft.js';
import { dropPhotoField } from './photo-field.js';

/** Under which name the tab keeps whose typed text it has. */
const WHOSE = 'account';

/**
 * What was left before signing in is whose who has signed in; what another account has left goes.
 * @param {string} campaign
 * @param {string | null} account
 */
export async function belongTo(campaign, account) {
  await claimDraft(campaign, account);
  if (!account) return;
  if (typedText(WHOSE) && typedText(WHOSE) !== account) dropTyped();
  keepTyped(WHOSE, account);
}

/** Whoever signs out leaves nothing for the next one. */
export async function forgetAll() {
  await dropDrafts();
  dropTyped();
  dropPhotoField();
}
