/** The first page: find the institution by its name. */

import { faultsOf, showFaults, textField } from '../../../common/form.js';
import { end, moment } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { get } from '../api.js';
import { text } from '../texts.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../api.js').Institution} Institution */

/** How long nothing is typed before the server is asked, in milliseconds. */
const QUIET = 350;

/**
 * @param {{ language: Language }} app
 * @returns {import('../page.js').Content}
 */
export function search({ language }) {
  const field = textField('q', text('searchLabel', language), {
    type: 'search',
    autocomplete: 'off',
    enterkeyhint: 'search',
    maxlength: 64,
  });
  const hint = h('p', { class: 'hint' }, text('searchHint', language));
  field.input.before(hint);
  const faults = h('div', {});
  const said = h('p', { role: 'status' });
  const results = h('ul', { class: 'results' });
  const own = h('div', {});
  const form = h('form', { role: 'search', novalidate: true }, faults, field.root);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let latest = 0;
  const ask = async () => {
    clearTimeout(timer);
    const words = field.value();
    const question = ++latest;
    if (!words) {
      said.textContent = '';
      return results.replaceChildren();
    }
    said.textContent = text('searching', language);
    try {
      /** @type {Institution[]} */
      const found = await get(`institutions?q=${encodeURIComponent(words)}`);
      if (question !== latest) return;
      showFaults(faults, [], language);
      said.textContent =
        found.length > 0 ? text('found', language, { count: found.length }) : text('foundNone', language);
      results.replaceChildren(...found.map((institution) => entry(institution, language)));
    } catch (error) {
      if (question !== latest) return;
      said.textContent = '';
      showFaults(faults, faultsOf(error, language), language);
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask();
  });
  field.input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET);
  });
  if (field.value()) ask();
  get('collection').then(
    (/** @type {import('../api.js').Collection} */ { campaign, institution }) => {
      const link = h('a', { href: `#status/${encodeURIComponent(campaign)}` }, text('seeStatus', language));
      const name = h('span', { lang: 'zh-CN' }, institution);
      own.replaceChildren(
        h('section', { class: 'card' }, h('h2', {}, text('underWay', language)), h('p', {}, name), link),
      );
    },
    () => {
      // Nobody is signed in, or there is nothing to go on with.
    },
  );
  return { title: text('searchTitle', language), body: [own, form, said, results] };
}

/** @param {Institution} institution @param {Language} language */
function entry({ code, name, campaigns }, language) {
  const items = campaigns.map(({ id, title, opens, closes, open }) => {
    const state = open ? 'isOpen' : Date.now() < opens ? 'notYetOpen' : 'isOver';
    const window = text('windowValue', language, { opens: moment(opens, language), closes: end(closes, language) });
    return h(
      'a',
      { class: 'campaign', href: `#campaign/${encodeURIComponent(id)}` },
      h('strong', { lang: 'zh-CN' }, title),
      h('span', {}, `${text(state, language)} · ${window}`),
    );
  });
  return h(
    'li',
    {},
    h('h2', { lang: 'zh-CN' }, name),
    h('p', { class: 'hint' }, text('code', language, { code })),
    ...(items.length > 0 ? items : [h('p', {}, text('noCampaigns', language))]),
  );
}
