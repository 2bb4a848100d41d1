/**
 * The choice of the office whose demands the photo is checked against: by `?profile=` in the address, or from a searchable
 * list by region. It is remembered. A server's own profiles are in the list as well.
 */

import { addresses } from '../../package/checker/addresses.js';
import { profileIndex } from '../../package/checker/profile-summaries.js';
import { h } from '../../package/element/dom.js';
import { TEXTS } from './texts.js';

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/checker/report.js').Message} Message */
/** @typedef {import('../../package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */

/**
 * @typedef {object} Choice
 * @property {string} id
 * @property {Message} title
 * @property {Message | null} office
 * @property {string | null} region
 * @property {string} address of its file, if it is the server's own
 */

/** Where the choice is remembered. */
const KEY = 'profile';

/** The profiles of the server that the page comes from, if there is one. */
const SERVED = 'api/v1/profiles';

/**
 * Puts the list into the page, and chooses the profile of the address or the one that was chosen last.
 * @param {HTMLElement} place
 * @param {PortraitPrecheck} element
 * @param {{ onchange: () => void }} options called when it is known which profile is chosen, and after every choice
 * @returns {{ show: (language: Language) => void }} writes the list in a language
 */
export function chooseProfile(place, element, { onchange }) {
  /** @type {Choice[]} */
  let choices = [];
  /** @type {Language} */
  let language = 'zh';
  const search = /** @type {HTMLInputElement} */ (h('input', { type: 'search' }));
  const list = h('div', {});
  const summary = h('summary', {});
  const details = /** @type {HTMLDetailsElement} */ (h('details', {}, summary, search, list));
  place.replaceChildren(details);

  const show = () => {
    summary.textContent = TEXTS.choose[language];
    search.placeholder = search.ariaLabel = TEXTS.search[language];
    const wanted = search.value.trim().toLowerCase();
    const matches = choices.filter((choice) => words(choice).includes(wanted));
    list.replaceChildren(...byRegion(matches).map(([region, own]) => section(region, own)));
  };

  /**
   * @param {string} region
   * @param {Choice[]} own
   */
  const section = (region, own) => {
    const items = own.map((choice) => {
      const button = h('button', { type: 'button' }, choice.title[language]);
      if (choice.id === element.profile) button.ariaCurrent = 'true';
      button.addEventListener('click', () => take(choice));
      return h('li', {}, button, choice.office ? h('small', {}, choice.office[language]) : '');
    });
    return h('section', {}, h('h3', {}, regionName(region, language)), h('ul', {}, ...items));
  };

  /** @param {Choice} choice */
  const take = ({ id, address }) => {
    if (address) element.profileUrl = address;
    else element.removeAttribute('profile-url');
    element.profile = id;
    remember(id);
    details.open = false;
    show();
    onchange();
  };

  const loaded = profileIndex(addresses().builds).then(({ profiles }) => {
    choices = profiles.map((profile) => ({ ...profile, address: '' }));
    show();
  });
  const named = new URLSearchParams(location.search).get(KEY);
  const wanted = named ?? remembered();
  if (wanted && wanted !== element.profile) {
    loaded.then(async () => {
      const isServed = !choices.some(({ id }) => id === wanted);
      if (isServed) await addServed();
      const choice = choices.find(({ id }) => id === wanted);
      if (choice) take(choice);
      else {
        // The element says that there is no such profile; one that is only remembered is forgotten.
        element.profile = named ?? element.profile;
        onchange();
      }
    }, onchange);
  } else onchange();

  /** Adds the server's own profiles. */
  const addServed = async () => {
    const response = await fetch(SERVED).catch(() => null);
    if (!response?.ok) return;
    const served = /** @type {Choice[]} */ (await response.json().catch(() => []));
    const own = served.filter((profile) => !choices.some(({ id }) => id === profile.id));
    choices = [...choices, ...own.map((profile) => ({ ...profile, address: `${SERVED}/${profile.id}` }))];
    show();
  };
  details.addEventListener('toggle', () => loaded.then(addServed, ignore), { once: true });
  search.addEventListener('input', show);

  return {
    show: (chosen) => {
      language = chosen;
      show();
    },
  };
}

/** The element says what could not be loaded. */
function ignore() {}

/** What a search looks at. @param {Choice} choice */
function words({ id, title, office, region }) {
  const texts = [id, region, title.zh, title.en, office?.zh, office?.en];
  return texts.join(' ').toLowerCase();
}

/**
 * The choices of each region, in the order in which they come.
 * @param {Choice[]} choices
 * @returns {[string, Choice[]][]}
 */
function byRegion(choices) {
  const regions = /** @type {Map<string, Choice[]>} */ (new Map());
  for (const choice of choices) {
    const region = choice.region ?? '';
    regions.set(region, [...(regions.get(region) ?? []), choice]);
  }
  return [...regions];
}

/**
 * @param {string} region two letters of ISO 3166-1, or none
 * @param {Language} language
 */
function regionName(region, language) {
  if (!region) return TEXTS.elsewhere[language];
  const names = new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en'], { type: 'region' });
  return names.of(region) ?? region;
}

/** In the address, to be passed on, and in the browser, where that is allowed. @param {string} id */
function remember(id) {
  const address = new URL(location.href);
  address.searchParams.set(KEY, id);
  history.replaceState(null, '', address);
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // The address still has it.
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
