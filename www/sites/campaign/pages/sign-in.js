/** Signing in: in the mini-program by WeChat, elsewhere by a code that is sent to the phone. */

import { Faults, faultsOf, form, showFaults, textField } from '../../../common/form.js';
import { primary } from '../../../common/parts.js';
import { keepTyped } from '../../../common/typed.js';
import { h } from '../../../package/element/dom.js';
import { act } from '../api.js';
import { inMiniProgram, openNative } from '../mini-program.js';
import { text } from '../texts.js';

/** Seconds until another code can be asked for. */
const WAIT = 60;

const PHONE = /^1\d{10}$/;
const CODE = /^\d{6}$/;

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function signIn(app) {
  return inMiniProgram() ? byWeChat(app) : byPhone(app);
}

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
function byWeChat({ language, facts: { campaign } }) {
  const enter = () => openNative('enter', { page: `#sign-in/${campaign.id}` });
  return {
    title: text('signInTitle', language),
    body: [h('p', {}, text('signInWeChatLead', language)), primary(text('signInWeChat', language), enter)],
  };
}

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
function byPhone({ language, facts: { campaign }, advance, left }) {
  const digits = { inputmode: 'numeric', type: 'text' };
  const phone = textField('phone', text('phoneLabel', language), {
    ...digits,
    type: 'tel',
    autocomplete: 'tel-national',
  });
  const code = textField('code', text('codeLabel', language), {
    ...digits,
    autocomplete: 'one-time-code',
    maxlength: 6,
  });
  const faults = h('div', {});
  const said = h('p', { role: 'status' });
  const send = h('button', { type: 'button', class: 'second' }, text('sendCode', language));
  const number = () => phone.value().replace(/[\s-]/g, '');
  const phoneFault = { message: text('phoneMissing', language), field: phone };
  const codeFault = { message: text('codeMissing', language), field: code };
  const isWaiting = () => send.getAttribute('aria-disabled') === 'true';

  send.addEventListener('click', async () => {
    if (isWaiting()) return;
    if (!PHONE.test(number())) {
      phone.error.textContent = phoneFault.message;
      return showFaults(faults, [phoneFault], language);
    }
    phone.error.textContent = '';
    showFaults(faults, [], language);
    send.setAttribute('aria-disabled', 'true');
    try {
      await act('POST', 'phone/codes', { phone: number() });
      said.textContent = text('codeSent', language);
      code.input.focus();
      countDown();
    } catch (error) {
      send.removeAttribute('aria-disabled');
      showFaults(faults, faultsOf(error, language), language);
    }
  });

  const countDown = (seconds = WAIT) => {
    if (left.aborted) return;
    send.textContent = seconds > 0 ? text('codeWait', language, { seconds }) : text('sendCode', language);
    if (seconds > 0) setTimeout(() => countDown(seconds - 1), 1000);
    else send.removeAttribute('aria-disabled');
  };

  const body = form({
    language,
    parts: [phone, send, said, code],
    submit: text('signInTitle', language),
    check: () => [...(PHONE.test(number()) ? [] : [phoneFault]), ...(CODE.test(code.value()) ? [] : [codeFault])],
    send: async () => {
      try {
        await act('POST', 'sessions', { phone: number(), sms_code: code.value() });
      } catch (error) {
        const [fault] = faultsOf(error, language);
        const isWrong = error instanceof Error && error.message === 'sign-in-failed';
        throw isWrong ? new Faults([{ message: text('codeWrong', language), field: code }]) : new Faults([fault]);
      }
      keepTyped('code', '');
      // Where one was going: the address leads on from there.
      await advance('sign-in');
    },
  });
  const pay = campaign.pay_in_wechat ? [h('p', { class: 'note' }, text('signInPay', language))] : [];
  return {
    title: text('signInTitle', language),
    body: [...pay, h('p', {}, text('signInLead', language)), faults, body],
  };
}
