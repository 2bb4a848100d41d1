/** The photo: chosen and checked on the device, looked at in its frame, uploaded. */

import { NetworkError, ProblemError } from '../../../common/api.js';
import { checkbox, faultsOf, form, select, showFaults } from '../../../common/form.js';
import { second } from '../../../common/parts.js';
import { end } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, collection as ask, of } from '../api.js';
import { dropDraft } from '../draft.js';
import { dropPhotoField } from '../photo-field.js';
import { photoPlace } from '../photo-place.js';
import { text } from '../texts.js';
import { upload } from '../upload.js';

/** @typedef {import('../photo-place.js').PhotoField} PhotoField */
/** @typedef {import('../api.js').Collection} Collection */
/** @typedef {import('../upload.js').Progress} Progress */

/** The notice's reasons for a head covering. */
const COVERINGS = /** @type {const} */ (['religious', 'medical', 'cultural']);

const PERCENT = 100;

/**
 * The upload that is going on: it survives another language, and a look at another page.
 * @type {{ progress: Progress, stop: AbortController, changed: () => void } | null}
 */
let running = null;

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function photo({ language, facts, advance, handle, left }) {
  const { campaign } = facts;
  let own = /** @type {Collection} */ (facts.collection);
  const actions = h('div', { class: 'actions' });
  const faults = h('div', {});
  let address = '';
  /** The photo that was found whole and clear. @type {File | null} */
  let confirmed = null;

  const done = async () => {
    await dropDraft(campaign.id);
    dropPhotoField();
    await advance('uploaded');
  };

  /** @param {PhotoField} element @param {File} file */
  const send = async (element, file) => {
    const yes = Object.entries(element.answers).filter(([, answer]) => answer === 'yes');
    const covering = COVERINGS.find((reason) => reason === coverings.value());
    const declared = { confirmed: yes.map(([rule]) => rule), ...(covering && { head_covering: covering }) };
    await act('PUT', `collection/declarations${of(campaign.id)}`, declared);
    const now = await ask(campaign.id);
    if (!now) throw new NetworkError('the collection is gone');
    const stop = new AbortController();
    running = { progress: { sent: 0, total: file.size }, stop, changed: () => {} };
    const started = running;
    show(element);
    try {
      const sha256 = element.report?.photo.sha256 ?? null;
      const onProgress = (/** @type {Progress} */ progress) => {
        started.progress = progress;
        started.changed();
      };
      await upload(campaign.id, file, { sha256, version: now.version, onProgress, signal: stop.signal });
    } finally {
      running = null;
    }
  };

  /** @param {PhotoField} element @param {File} file */
  const submit = async (element, file) => {
    try {
      await send(element, file);
      return await done();
    } catch (error) {
      // What was tried counts, and another tab may have gone on.
      own = (await ask(campaign.id).catch(() => null)) ?? own;
      show(element);
      if (error instanceof ProblemError && handle(error)) return;
      if (error instanceof DOMException && error.name === 'AbortError') {
        return faults.replaceChildren(h('p', { class: 'note', role: 'status' }, text('uploadStopped', language)));
      }
      const isCut = error instanceof NetworkError;
      const shown = isCut ? [{ message: text('uploadFailed', language) }] : faultsOf(error, language);
      showFaults(faults, shown, language);
    }
  };

  const coverings = select('covering', text('headCovering', language), [
    { value: '', label: text('headCoveringNone', language) },
    ...COVERINGS.map((reason) => ({ value: reason, label: text(reason, language) })),
  ]);

  /** What can be done now. @param {PhotoField} element */
  const show = (element) => {
    if (left.aborted) return;
    URL.revokeObjectURL(address);
    const { file, report } = element;
    if (running) return actions.replaceChildren(...progress(running, language));
    if (!file) return actions.replaceChildren(...appeal());
    address = URL.createObjectURL(file);
    const isRejected = report?.decision === 'rejected';
    const image = h('img', { src: address, alt: text('frameAlt', language) });
    const frame = h('figure', { class: 'frame' }, h('figcaption', {}, text('frameTitle', language)), image);
    const tick = checkbox('whole', text('frameConfirm', language), confirmed === file);
    tick.input.addEventListener('change', () => {
      confirmed = tick.input.checked ? file : null;
    });
    const missing = { message: text('frameMissing', language), field: tick };
    const body = form({
      language,
      parts: [
        frame,
        ...(isRejected ? [h('p', { class: 'note' }, text('stillRejected', language))] : []),
        coverings,
        tick,
      ],
      submit: text(isRejected ? 'uploadAnyway' : 'upload', language),
      check: () => (confirmed === file ? [] : [missing]),
      send: () => submit(element, file),
    });
    actions.replaceChildren(body, ...appeal());
  };

  const appeal = () => {
    if (!own.allowed.includes('appeal')) return [];
    const button = second(text('appeal', language), async () => {
      try {
        await act('POST', `collection/appeal${of(campaign.id)}`);
        await done();
      } catch (error) {
        if (!(error instanceof ProblemError && handle(error))) {
          showFaults(faults, faultsOf(error, language), language);
        }
      }
    });
    return [h('p', {}, text('appealHint', language, { count: own.refusals })), button];
  };

  const ready = (/** @type {PhotoField} */ element) => {
    const options = { signal: left };
    let last = { file: element.file, report: element.report };
    element.addEventListener(
      'precheck-progress',
      () => {
        const { file, report } = element;
        if (file === last.file && report === last.report) return;
        if (file !== last.file) showFaults(faults, [], language);
        last = { file, report };
        // A report without the models is enough: the server has the last word.
        if (!file || report) show(element);
        else actions.replaceChildren();
      },
      options,
    );
    element.addEventListener('precheck-result', () => show(element), options);
    element.addEventListener('precheck-error', () => show(element), options);
    if (!element.file || element.report || running) show(element);
  };
  left.addEventListener('abort', () => URL.revokeObjectURL(address));

  const until = own.deadline ? text('until', language, { deadline: end(own.deadline, language) }) : '';
  return {
    title: text(own.state === 'confirmed' ? 'photoTitle' : 'photoAgain', language),
    body: [...reasons(own, language), h('p', {}, until), faults, photoPlace(campaign, language, ready), actions],
  };
}

/** Why the photo before was rejected. @param {Collection} collection @param {import('../../../package/checker/protocol.js').Language} language */
function reasons({ reasons }, language) {
  if (reasons.length === 0) return [];
  const items = reasons.map(({ message }) => h('li', {}, message[language]));
  return [h('h2', {}, text('reasons', language)), h('ul', {}, ...items)];
}

/**
 * How far the upload is.
 * @param {NonNullable<typeof running>} upload
 * @param {import('../../../package/checker/protocol.js').Language} language
 */
function progress(upload, language) {
  const bar = h('progress', { max: PERCENT, 'aria-label': text('upload', language) });
  const said = h('p', { role: 'status' });
  const stop = second(text('stopUpload', language), () => upload.stop.abort());
  upload.changed = () => {
    const { progress } = upload;
    if ('again' in progress) {
      said.textContent = text('interrupted', language, { seconds: progress.again / 1000 });
    } else if ('arrived' in progress) {
      said.textContent = text('received', language);
      bar.removeAttribute('value');
    } else {
      const percent = Math.floor((PERCENT * progress.sent) / progress.total);
      bar.value = percent;
      said.textContent = text('uploading', language, { percent });
    }
  };
  upload.changed();
  return [said, bar, stop];
}
