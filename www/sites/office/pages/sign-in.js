/** Signing in: name, password, and what the person's device shows. */

import { ProblemError } from '../../../common/api.js';
import { Faults, form, textField } from '../../../common/form.js';
import { dropTyped } from '../../../common/typed.js';
import { act } from '../api.js';
import { text } from '../texts/office.js';

/**
 * @param {object} options
 * @param {import('../../../package/checker/protocol.js').Language} options.language
 * @param {() => Promise<void>} options.signedIn
 * @returns {import('../page.js').Content}
 */
export function signIn({ language, signedIn }) {
  const line = { type: 'text', autocapitalize: 'none', spellcheck: 'false' };
  const name = textField('name', text('name', language), { ...line, autocomplete: 'username' });
  const password = textField('password', text('password', language), {
    type: 'password',
    autocomplete: 'current-password',
  });
  const digits = { type: 'text', inputmode: 'numeric', maxlength: 6, autocomplete: 'one-time-code' };
  const totp = textField('totp', text('totp', language), digits, false);
  const body = form({
    language,
    parts: [name, password, totp],
    submit: text('signIn', language),
    check: () => [
      ...(name.value() ? [] : [{ message: text('nameMissing', language), field: name }]),
      ...(password.value() ? [] : [{ message: text('passwordMissing', language), field: password }]),
      ...(/^\d{6}$/.test(totp.value()) ? [] : [{ message: text('totpMissing', language), field: totp }]),
    ],
    send: async () => {
      try {
        await act('POST', 'sessions', { name: name.value(), password: password.value(), totp: totp.value() });
      } catch (error) {
        const isWrong = error instanceof ProblemError && error.problem.code === 'sign-in-failed';
        throw isWrong ? new Faults([{ message: text('signInWrong', language), field: totp }]) : error;
      }
      dropTyped('name');
      await signedIn();
    },
  });
  return { title: text('signIn', language), body: [body] };
}
