/**
 * Many photos at a glance, all of them accepted by the check: a key picks out a bad one, Enter approves the rest. The keys lie on
 * the keyboard as the photos on the screen. The next photos are there already, reduced; the original is shown on demand.
 */

import { ProblemError } from '../../../common/api.js';
import { h, svg } from '../../../package/element/dom.js';
import { keyButton, keysSwitch, listenForKeys } from '../review/keys.js';
import { guideLines, photoStage } from '../review/photo-stage.js';
import { decide, openQueue, photoBytes, reviewOf, takeBack } from '../review/queue.js';
import { whyNone } from '../review/waiting.js';
import { text } from '../texts/review.js';

/** @typedef {{ blob: Blob, reduced: ImageBitmap }} Picture */
/** @typedef {import('../review/queue.js').Item<Picture>} Item */

/** Rows of keys by the number of photos. */
const ROWS = /** @type {const} */ ({
  12: ['1234', 'QWER', 'ASDF'],
  24: ['123456', 'QWERTY', 'ASDFGH', 'ZXCVBN'],
});

/** How many pages can be taken back: more than are approved until the first of them counts. */
const KEPT_PAGES = 5;

/** Width of a reduced photo, in pixels: what the largest cell takes on a screen with two pixels for each. */
const REDUCED = 480;

const KEPT = 'office-grid';

/**
 * Reviews whose photos are picked out, until the server has noted it: they stay so when the page is drawn anew.
 * @type {Set<string>}
 */
const picked = new Set();

/** @type {{ size: keyof typeof ROWS, guides: boolean }} */
const view = { size: 24, guides: true };
try {
  if (localStorage.getItem(KEPT) === '12') view.size = 12;
} catch {
  // Storage is blocked: the size lasts as long as the page.
}

/** @param {import('../page.js').App} app @returns {import('../page.js').Content} */
export function grid({ language, go, again, handle, left }) {
  const say = (/** @type {import('../texts/review.js').Key} */ key, values = {}) => text(key, language, values);
  const keys = ROWS[view.size].join('');
  const status = h('p', { class: 'queue', role: 'status' });
  const approve = h('span', {});
  const singles = h('span', {});
  const cells = h('ol', { class: `grid of-${view.size}` });
  const stop = (/** @type {ProblemError} */ error) => {
    if (handle(error)) return;
    said = error.problem.message[language];
    show();
  };

  /** What is on the screen; a new page is taken only when this one is decided. @type {Item[]} */
  let shown = [];
  /** Those of it whose photo is on the screen: nobody approves another. @type {Set<Item>} */
  let drawn = new Set();
  /** Those of it that could not be loaded. @type {Set<Item>} */
  let failed = new Set();
  /** What was approved, the last page at the end. @type {{ items: Item[], noted: Promise<unknown> }[]} */
  const decided = [];
  /** How many were picked out so far; they wait on the other page. */
  let apart = 0;
  let said = '';
  let isLost = false;

  const queue = openQueue({
    query: `count=${2 * view.size}&accepted=true`,
    load: async (id) => {
      const blob = await photoBytes(`${id}/photo`);
      const reduced = await createImageBitmap(blob, { resizeWidth: REDUCED, resizeQuality: 'medium' });
      return { blob, reduced };
    },
    changed: () => show(),
    refused: stop,
    left,
    picked,
  });

  const isPicked = (/** @type {Item} */ { id }) => picked.has(id);
  const approvable = () => shown.filter((item) => drawn.has(item) && !isPicked(item));

  function show() {
    if (shown.length === 0 && queue.items.length > 0) {
      shown = queue.items.slice(0, view.size);
      drawCells();
    } else if (shown.length === 0) {
      drawNone();
    }
    const count = queue.isKnown && shown.length > 0 ? say('waiting', { count: queue.waiting.waiting }) : '';
    const lost = queue.isLost || isLost ? say('lost') : said;
    status.textContent = [lost, count].filter(Boolean).join(' · ');
    countApprovable();
    singles.textContent = say('toSingles', { count: apart });
    toSingles.hidden = apart === 0;
  }

  function countApprovable() {
    approve.textContent = say('approveRest', { count: approvable().length });
  }

  function drawNone() {
    const lines = queue.isKnown ? whyNone(queue.waiting, language) : [];
    const empty = h('li', { class: 'empty' }, ...lines.map((line) => h('p', {}, line)));
    if (!cells.firstElementChild?.isEqualNode(empty)) cells.replaceChildren(empty);
  }

  function drawCells() {
    drawn = new Set();
    failed = new Set();
    cells.replaceChildren(...shown.map((item, index) => cell(item, index)));
    Promise.all(shown.map(({ loaded }) => loaded)).then(() => {
      requestAnimationFrame(() => requestAnimationFrame(measure));
    });
  }

  /** How long the page took to be there, for whoever measures. */
  function measure() {
    if (performance.getEntriesByName('decided').length === 0) return;
    performance.measure('next page', 'decided');
    performance.clearMarks('decided');
  }

  /** @param {Item} item @param {number} index */
  function cell(item, index) {
    const number = index + 1;
    const canvas = h('canvas', { width: 3, height: 4 });
    const pickIt = h(
      'button',
      { type: 'button', class: 'pick', 'aria-pressed': String(isPicked(item)), 'aria-label': say('pick', { number }) },
      canvas,
      h('kbd', { 'aria-hidden': 'true' }, keys[index]),
    );
    pickIt.addEventListener('click', () => {
      pick(index);
      pickIt.blur();
    });
    const enlarge = h('button', { type: 'button', class: 'large', 'aria-label': say('large', { number }) }, '⤢');
    enlarge.addEventListener('click', () => showLarge(item));
    item.loaded.then((picture) => {
      if (!shown.includes(item)) return;
      if (!picture) {
        failed.add(item);
        return pickIt.append(h('span', { class: 'empty' }, say('photoLostHere')));
      }
      const { width, height } = picture.reduced;
      canvas.width = width;
      canvas.height = height;
      canvas.getContext('2d')?.drawImage(picture.reduced, 0, 0);
      pickIt.append(
        svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...guideLines({ width, height })),
      );
      drawn.add(item);
      countApprovable();
    });
    return h('li', { 'data-review': item.id }, pickIt, enlarge);
  }

  /** @param {number} index */
  function pick(index) {
    const item = shown[index];
    if (!item) return;
    if (!picked.delete(item.id)) picked.add(item.id);
    cells.children[index].querySelector('.pick')?.setAttribute('aria-pressed', String(isPicked(item)));
    show();
  }

  /** @param {Item} item */
  async function showLarge({ id, loaded }) {
    const blob = (await loaded)?.blob;
    if (!blob) return;
    // Without the marks where the server is not reached.
    const review = await reviewOf(id).catch(() => null);
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    const close = h('button', { type: 'button', class: 'second' }, say('close'));
    const shown = { alt: say('photo'), marks: true, guides: view.guides, language };
    const dialog = h(
      'dialog',
      { class: 'original', 'aria-label': say('photo') },
      photoStage(image, review?.report ?? null, shown),
      close,
    );
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      URL.revokeObjectURL(image.src);
      dialog.remove();
      // Else Enter, which approves, would open it again.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  function conclude() {
    const items = approvable();
    const out = shown.filter(isPicked);
    if (items.length + out.length + failed.size === 0) return;
    performance.mark('decided');
    if (items.length > 0) note(items);
    apart += out.length;
    queue.take(items);
    queue.pickOut(out);
    queue.reload(failed);
    // What has not been on the screen stays, and comes first on the next one.
    shown = [];
    said = items.length > 0 ? say('didMany', { count: items.length }) : '';
    show();
    queue.fill();
  }

  /** Notes that photos are approved. @param {Item[]} items */
  function note(items) {
    const decisions = items.map(({ id }) => ({ review: id, decision: { verdict: /** @type {const} */ ('approve') } }));
    const unnoted = (/** @type {string[]} */ reviews) => {
      queue.readmit(reviews);
      queue.fill();
      entry.items = entry.items.filter(({ id }) => !reviews.includes(id));
      if (entry.items.length === 0 && decided.includes(entry)) decided.splice(decided.indexOf(entry), 1);
    };
    const noted = decide(decisions, (lost) => {
      isLost = lost;
      show();
    }).then(
      (refused) => {
        if (refused.length === 0) return;
        unnoted(refused);
        said = say('gone', { count: refused.length });
        show();
      },
      (error) => {
        if (!(error instanceof ProblemError)) throw error;
        unnoted(items.map(({ id }) => id));
        stop(error);
      },
    );
    const entry = { items, noted };
    decided.push(entry);
    // Their bytes go with them.
    if (decided.length > KEPT_PAGES) decided.shift();
  }

  async function undo() {
    const last = decided.pop();
    if (!last) {
      said = say('nothingToUndo');
      return show();
    }
    try {
      await last.noted;
      const late = await takeBack(last.items.map(({ id }) => id));
      const back = last.items.filter(({ id }) => !late.includes(id));
      const some = { back: back.length, late: late.length };
      said = late.length === 0 ? say('undone') : back.length === 0 ? say('tooLate') : say('someTooLate', some);
      if (back.length > 0) {
        queue.putBack(back);
        shown = back;
        drawCells();
      }
    } catch (error) {
      decided.push(last);
      if (error instanceof ProblemError) return stop(error);
      said = say('lost');
    }
    show();
  }

  function guides() {
    view.guides = !view.guides;
    cells.classList.toggle('plain', !view.guides);
    guidesButton.setAttribute('aria-pressed', String(view.guides));
  }

  /** @param {keyof typeof ROWS} size */
  function resize(size) {
    view.size = size;
    try {
      localStorage.setItem(KEPT, String(size));
    } catch {
      // As above.
    }
    again();
  }

  const sizes = /** @type {(keyof typeof ROWS)[]} */ ([12, 24]).map((size) => {
    const button = h(
      'button',
      { type: 'button', class: 'key', 'aria-pressed': String(size === view.size) },
      String(size),
    );
    button.addEventListener('click', () => resize(size));
    return button;
  });
  const guidesButton = keyButton(say('guides'), '0', guides, { 'aria-pressed': String(view.guides) });
  const toSingles = h('button', { type: 'button', class: 'key', hidden: true }, singles);
  toSingles.addEventListener('click', () => go('review'));
  const concludeButton = keyButton('', say('enter'), conclude, { class: 'key yes' });
  concludeButton.firstElementChild?.replaceWith(approve);
  cells.classList.toggle('plain', !view.guides);
  listenForKeys(
    {
      Enter: conclude,
      NumpadEnter: conclude,
      Backspace: undo,
      Digit0: guides,
      ...Object.fromEntries(
        [...keys].map((key, index) => [/\d/.test(key) ? `Digit${key}` : `Key${key}`, () => pick(index)]),
      ),
    },
    left,
  );
  const toolbar = h(
    'div',
    { class: 'toolbar over' },
    concludeButton,
    keyButton(say('undo'), say('backspace'), undo),
    toSingles,
    guidesButton,
    h('span', { role: 'group', 'aria-label': say('size') }, ...sizes),
    keysSwitch(say('keys')),
  );
  return { title: say('gridTitle'), body: [h('p', { class: 'hint lead' }, say('gridLead')), toolbar, status, cells] };
}
