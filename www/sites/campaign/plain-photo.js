/** Takes a photo where the element cannot be loaded or does not run: nothing is checked here, the server checks what arrives. */

import { h } from '../../package/element/dom.js';
import { changeDraft, readDraft } from './draft.js';
import { text } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */

/** What the photo's page asks of the element. It tells of each photo by `precheck-error`, as of one that was not checked. */
export class PlainPhoto extends EventTarget {
  /** @type {File | null} */
  file = null;
  report = null;
  answers = Object.freeze({});
  node;

  /**
   * @param {string} campaign its id
   * @param {Language} language
   */
  constructor(campaign, language) {
    super();
    const input = h('input', { type: 'file', id: 'plain-photo', accept: 'image/*' });
    input.addEventListener('change', () => {
      this.#take(input.files?.[0] ?? null);
      changeDraft(campaign, { photo: this.file ?? undefined });
    });
    const label = h('label', { for: input.id }, text('choosePhoto', language));
    this.node = h('div', { class: 'field' }, h('p', { role: 'status' }, text('byServerOnly', language)), label, input);
    readDraft(campaign).then(({ photo }) => photo && !this.file && this.#take(photo));
  }

  /** @param {File | null} file */
  #take(file) {
    this.file = file;
    this.dispatchEvent(new Event('precheck-error'));
  }
}
