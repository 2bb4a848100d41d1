/** Asks before something that other people notice or that is final: the consequence first, then the button that does it. */

import { faultsOf, showFaults } from '../../common/form.js';
import { h } from '../../package/element/dom.js';
import { text } from './texts/office.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */

/**
 * Shows what follows; does it if the person says so. The focus returns to where it was.
 * @param {object} options
 * @param {string} options.title what is to be done
 * @param {string} options.consequence what follows, in a sentence
 * @param {string} options.label what the button says that does it
 * @param {() => Promise<unknown>} options.act
 * @param {Language} options.language
 * @returns {Promise<boolean>} whether it was done
 */
export function consent({ title, consequence, label, act, language }) {
  const faults = h('div', {});
  const yes = h('button', { type: 'button', class: 'main' }, label);
  const no = h('button', { type: 'button', class: 'second' }, text('cancel', language));
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'consent-title', 'aria-describedby': 'consent-consequence' },
    h('h2', { id: 'consent-title' }, title),
    h('p', { id: 'consent-consequence' }, consequence),
    faults,
    h('div', { class: 'buttons' }, no, yes),
  );
  return new Promise((resolve) => {
    let done = false;
    let isBusy = false;
    no.addEventListener('click', () => dialog.close());
    yes.addEventListener('click', async () => {
      if (isBusy) return;
      isBusy = true;
      try {
        await act();
        done = true;
        dialog.close();
      } catch (error) {
        showFaults(faults, faultsOf(error, language), language);
      } finally {
        isBusy = false;
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
