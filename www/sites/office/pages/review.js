/** One photo at a time: large, beside it what the check found, and a key for each decision. The next photos are there already. */

import { ProblemError } from '../../../common/api.js';
import { h } from '../../../package/element/dom.js';
import { get } from '../api.js';
import { findings } from '../review/findings.js';
import { keyButton, keysSwitch, listenForKeys } from '../review/keys.js';
import { loadImage, photoStage } from '../review/photo-stage.js';
import { decide, openQueue, reviewOf, takeBack } from '../review/queue.js';
import { whyNone } from '../review/waiting.js';
import { text } from '../texts/review.js';

/** @typedef {import('../review/queue.js').Review} Review */
/** @typedef {{ review: Review, image: HTMLImageElement, before: HTMLImageElement | null }} Photo */
/** @typedef {import('../review/queue.js').Item<Photo>} Item */
/** @typedef {{ reason: string, label: import('../../../package/checker/report.js').Message, message: import('../../../package/checker/report.js').Message }} Reason */

/** The photo on the screen, and five that are ready. */
const AHEAD = 6;

/** The keys of the reasons, and how they stand on the keyboard. */
const REASON_KEYS = [...'1234567890'].map((key) => [`Digit${key}`, key]).concat([['Minus', '-']]);

/** How many decisions can be taken back: more than are made until the first of them counts. */
const KEPT = 20;

/** What is said of a covered head, by the notice's own reasons. */
const COVERINGS = /** @type {const} */ ({
  religious: 'head-religious',
  medical: 'head-medical',
  cultural: 'head-cultural',
});

/** What a reviewer has set, kept from photo to photo. */
const view = { marks: true, guides: false, isLarge: false };

/** @param {import('../page.js').App} app @returns {Promise<import('../page.js').Content>} */
export async function review({ language, handle, left }) {
  const say = (/** @type {import('../texts/review.js').Key} */ key, values = {}) => text(key, language, values);
  /** @type {Reason[]} */
  const reasons = await get('reviews/reasons');
  const words = (/** @type {string[]} */ names) =>
    reasons
      .filter(({ reason }) => names.includes(reason))
      .map(({ label }) => label[language])
      .join(language === 'zh' ? '、' : ', ');

  const status = h('p', { class: 'queue', role: 'status' });
  const stage = h('div', { class: 'stage', tabindex: 0 });
  const panel = h('div', { class: 'panel' });
  const stop = (/** @type {ProblemError} */ error) => {
    if (handle(error)) return;
    said = error.problem.message[language];
    show();
  };

  /** What is on the screen. @type {Item | null} */
  let shown = null;
  /** What is known of it, once that is loaded. @type {Photo | null} */
  let known = null;
  /** Whether it has been on the screen: nobody decides before. */
  let isDrawn = false;
  /** The reasons that are chosen for it. @type {Set<string>} */
  let chosen = new Set();
  /** What was decided, the last one at the end. @type {{ item: Item, noted: Promise<unknown> }[]} */
  const decided = [];
  let said = '';
  let isLost = false;

  const queue = openQueue({
    query: `count=${AHEAD}`,
    load: async (id) => {
      const [review, image] = await Promise.all([reviewOf(id), loadImage(`${id}/photo`)]);
      return { review, image, before: review.earlier && (await loadImage(`${id}/earlier`)) };
    },
    changed: () => show(),
    refused: stop,
    left,
  });

  /** Lets the bytes of a photo go, which is not shown again. @param {Item} item */
  async function forget({ loaded }) {
    const photo = await loaded;
    for (const image of [photo?.image, photo?.before]) if (image) URL.revokeObjectURL(image.src);
  }

  left.addEventListener('abort', () => [...decided.map(({ item }) => item), ...queue.items].forEach(forget));

  /** Shows the first photo of the queue, if it is another one, and says how many wait. */
  function show() {
    const lost = queue.isLost || isLost;
    const item = queue.items[0] ?? null;
    if (item !== shown || !shown) {
      shown = item;
      known = null;
      isDrawn = false;
      delete stage.dataset.review;
      if (item) present(item);
      else nothing();
    }
    const count = say('waiting', { count: queue.waiting.waiting });
    status.textContent = [lost ? say('lost') : said, queue.isKnown && item ? count : ''].filter(Boolean).join(' · ');
  }

  function nothing() {
    const lines = queue.isKnown ? whyNone(queue.waiting, language) : [];
    const empty = h('div', { class: 'empty' }, ...lines.map((line) => h('p', {}, line)));
    // Said again only if it is something else, so that nobody loses the place.
    if (stage.firstElementChild?.isEqualNode(empty)) return;
    panel.replaceChildren(toolbar());
    stage.replaceChildren(empty);
  }

  /** @param {Item} item */
  async function present(item) {
    // What was decided is gone from the screen, also where the next photo is still on its way.
    stage.replaceChildren();
    panel.replaceChildren(toolbar());
    const photo = await item.loaded;
    if (item !== shown || left.aborted) return;
    known = photo;
    chosen = new Set(photo?.review.suggested);
    panel.replaceChildren(toolbar(), ...(photo ? about(photo.review) : []));
    panel.scrollTop = 0;
    drawPhoto(photo);
    requestAnimationFrame(() => {
      if (item !== shown || !photo) return;
      isDrawn = true;
      stage.dataset.review = item.id;
    });
    show();
  }

  /** @param {Photo | null} photo */
  function drawPhoto(photo) {
    stage.classList.toggle('large', view.isLarge);
    if (!photo) return stage.replaceChildren(h('p', { class: 'empty' }, say('photoLost')));
    const { image, before, review } = photo;
    const { marks, guides } = view;
    const own = photoStage(image, review.report, { alt: say('photo'), marks, guides, language });
    const earlier = before && photoStage(before, null, { alt: '', marks: false, guides, language });
    const caption = h('figcaption', {}, say('earlier', { reasons: words(review.earlier ?? []) }));
    stage.replaceChildren(own, ...(earlier ? [h('figure', {}, earlier, caption)] : []));
    if (view.isLarge) stage.scrollLeft = (stage.scrollWidth - stage.clientWidth) / 2;
    requestAnimationFrame(() => requestAnimationFrame(() => measure()));
  }

  /** How long the photo took to be there, for whoever measures. */
  function measure() {
    if (performance.getEntriesByName('decided').length === 0) return;
    performance.measure('next photo', 'decided');
    performance.clearMarks('decided');
  }

  function redraw() {
    if (known) drawPhoto(known);
    for (const button of panel.querySelectorAll('[data-view]')) {
      const name = /** @type {HTMLElement} */ (button).dataset.view;
      button.setAttribute('aria-pressed', String(view[/** @type {keyof view} */ (name)]));
    }
  }

  const actions = {
    approve: () => conclude('approve'),
    reject: () => conclude('reject'),
    skip() {
      if (!shown) return;
      performance.mark('decided');
      queue.passOver(shown);
      forget(shown);
      said = '';
      show();
      queue.fill();
    },
    undo,
    guides: () => toggle('guides'),
    marks: () => toggle('marks'),
    zoom: () => toggle('isLarge'),
    identity,
  };

  /** @param {keyof view} name */
  function toggle(name) {
    view[name] = !view[name];
    redraw();
  }

  /** @param {'approve' | 'reject'} verdict */
  function conclude(verdict) {
    if (!shown || !known || !isDrawn) return;
    if (verdict === 'reject' && chosen.size === 0) {
      said = say('reasonMissing');
      return show();
    }
    performance.mark('decided');
    const item = shown;
    const names = reasons.map(({ reason }) => reason).filter((reason) => chosen.has(reason));
    const decision = verdict === 'reject' ? { verdict, reasons: names } : { verdict };
    const unnoted = () => {
      queue.readmit([item.id]);
      queue.fill();
      if (!decided.includes(entry)) return;
      decided.splice(decided.indexOf(entry), 1);
      forget(item);
    };
    const noted = decide([{ review: item.id, decision }], (lost) => {
      isLost = lost;
      show();
    }).then(
      (refused) => {
        if (refused.length === 0) return;
        unnoted();
        said = say('gone', { count: 1 });
        show();
      },
      (error) => {
        if (!(error instanceof ProblemError)) throw error;
        unnoted();
        stop(error);
      },
    );
    const entry = { item, noted };
    decided.push(entry);
    if (decided.length > KEPT) forget(decided.splice(0, 1)[0].item);
    queue.take([item]);
    const what = verdict === 'approve' ? say('approve') : say('verdictReject', { reasons: words(names) });
    const { undo_for } = known.review;
    said = undo_for > 0 ? say('did', { what, seconds: undo_for / 1000 }) : what;
    show();
    queue.fill();
  }

  async function undo() {
    const last = decided.pop();
    if (!last) {
      said = say('nothingToUndo');
      return show();
    }
    try {
      await last.noted;
      const late = await takeBack([last.item.id]);
      said = say(late.length > 0 ? 'tooLate' : 'undone');
      if (late.length === 0) queue.putBack([last.item]);
    } catch (error) {
      decided.push(last);
      if (error instanceof ProblemError) return stop(error);
      said = say('lost');
    }
    show();
  }

  async function identity() {
    const place = panel.querySelector('.identity');
    if (!shown || !known || !place) return;
    try {
      const { name, student_number: number } = await get(`reviews/${shown.id}/identity`);
      place.replaceChildren(say('identityValue', { name, number }));
    } catch (error) {
      if (error instanceof ProblemError) return stop(error);
      said = say('lost');
      show();
    }
  }

  function toolbar() {
    const pressed = (/** @type {keyof view} */ name) => ({ 'data-view': name, 'aria-pressed': String(view[name]) });
    return h(
      'div',
      { class: 'toolbar' },
      h(
        'div',
        { class: 'decisions' },
        keyButton(say('approve'), `A / ${say('space')}`, actions.approve, { class: 'key yes' }),
        keyButton(say('reject'), 'R', actions.reject, { class: 'key no' }),
        keyButton(say('skip'), 'S', actions.skip),
        keyButton(say('undo'), 'Z', actions.undo),
      ),
      h(
        'div',
        { class: 'views' },
        keyButton(say('marks'), 'M', actions.marks, pressed('marks')),
        keyButton(say('guides'), 'G', actions.guides, pressed('guides')),
        keyButton(say('zoom'), 'F', actions.zoom, pressed('isLarge')),
        keysSwitch(say('keys')),
      ),
    );
  }

  /** @param {Review} review */
  function about(review) {
    const { name, level, decision, declarations, verdicts, rejections } = review;
    const covering = declarations.head_covering;
    const buttons = reasons.map(({ reason, label, message }, index) => {
      const [, key] = REASON_KEYS[index];
      const pressed = { 'aria-pressed': String(chosen.has(reason)), title: message[language], 'data-reason': reason };
      return keyButton(label[language], key, () => choose(reason), pressed);
    });
    const others = verdicts.map(({ verdict, reasons }) =>
      h('li', {}, verdict === 'approve' ? say('verdictApprove') : say('verdictReject', { reasons: words(reasons) })),
    );
    return [
      h('fieldset', { class: 'reasons' }, h('legend', {}, say('reasons')), ...buttons),
      h('p', { class: `decision ${decision}` }, say(decision)),
      ...(others.length > 0 ? [h('h2', {}, say('verdicts')), h('ol', {}, ...others)] : []),
      ...(rejections > 0 ? [h('p', {}, say('times', { count: rejections }))] : []),
      ...(covering ? [h('p', {}, h('strong', {}, say(COVERINGS[covering])))] : []),
      ...findings(review, language),
      h(
        'p',
        { class: 'identity' },
        say('who', { name, level }),
        keyButton(say('identity'), 'I', actions.identity, { title: say('identityHint') }),
      ),
    ];
  }

  /** @param {string} reason */
  function choose(reason) {
    if (!known) return;
    if (!chosen.delete(reason)) chosen.add(reason);
    const button = panel.querySelector(`[data-reason="${reason}"]`);
    button?.setAttribute('aria-pressed', String(chosen.has(reason)));
    if (said === say('reasonMissing')) {
      said = '';
      show();
    }
  }

  const reasonKeys = reasons.map(({ reason }, index) => [REASON_KEYS[index][0], () => choose(reason)]);
  listenForKeys(
    {
      KeyA: actions.approve,
      Space: actions.approve,
      KeyR: actions.reject,
      KeyS: actions.skip,
      KeyZ: actions.undo,
      KeyG: actions.guides,
      KeyM: actions.marks,
      KeyF: actions.zoom,
      KeyI: actions.identity,
      ...Object.fromEntries(reasonKeys),
    },
    left,
  );
  return { title: say('reviewTitle'), body: [status, h('div', { class: 'review' }, stage, panel)] };
}
