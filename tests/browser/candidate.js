/** The candidate's way, page by page, as the tests walk it. */

import { CAMPAIGN, candidate } from './campaign.js';
import { DONE, FILE } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./campaign.js').Campaign} Campaign */
/** @typedef {{ name: string, mimeType: string, buffer: Buffer }} Photo */

/** Waits until a page of the way is shown. @param {Page} page @param {string} name */
export async function on(page, name) {
  await page.waitForSelector(`main[data-page="${name}"]:not([aria-busy]) h1`);
}

/** Presses the page's one main button. @param {Page} page */
export const next = (page) => page.click('main button.main');

/** How wide a page is with its text twice as large. @param {Page} page */
export function enlargedWidth(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    root.style.fontSize = '200%';
    const width = root.scrollWidth;
    root.style.fontSize = '';
    return width;
  });
}

/** Each step: what is done on a page, by its name. */
export const STEPS = {
  /** @param {Page} page */
  async search(page) {
    await page.fill('#q', 'gdjyzx');
    await page.click('.results .campaign');
  },
  campaign: next,
  /** @param {Page} page */
  async level(page) {
    await page.check('input[value=本科]');
    await next(page);
  },
  /** @param {Page} page */
  async consents(page) {
    await page.check('#consent-personal');
    await page.check('#consent-photo');
    await next(page);
  },
  /** @param {Page} page @param {Walker} walker */
  async 'sign-in'(page, { campaign, number }) {
    const { phone } = candidate(number);
    await page.fill('#phone', phone);
    await page.click('main button.second');
    await page.waitForSelector('#code:focus');
    await page.fill('#code', await campaign.codeOf(phone));
    await next(page);
  },
  /** @param {Page} page @param {Walker} walker */
  async identity(page, { number }) {
    const { name, idNumber } = candidate(number);
    await page.fill('#name', name);
    await page.fill('#number', idNumber);
    await next(page);
  },
  confirm: next,
  reminder: next,
  /** @param {Page} page @param {Walker} walker */
  async photo(page, { photo }) {
    await choose(page, photo);
    await page.check('#whole');
    await next(page);
  },
  uploaded: next,
};

/** The pages of the way without a fee, in their order. */
export const WAY = /** @type {(keyof typeof STEPS)[]} */ (Object.keys(STEPS));

/**
 * Somebody on the way.
 * @typedef {object} Walker
 * @property {Pick<Campaign, 'codeOf'>} campaign
 * @property {number} number of the person in the roster
 * @property {Photo} photo
 */

/** Chooses a photo, and waits for its report. @param {Page} page @param {Photo} photo */
export async function choose(page, photo) {
  await page.setInputFiles(FILE, photo);
  await page.waitForSelector(DONE);
}

/**
 * Walks from the page that is shown to another one.
 * @param {Page} page
 * @param {Walker} walker
 * @param {string} from
 * @param {string} to
 * @param {(name: string) => Promise<unknown>} [visit] called on each page, before anything is done there
 */
export async function walk(page, walker, from, to, visit = async () => {}) {
  const names = WAY.slice(WAY.indexOf(/** @type {keyof typeof STEPS} */ (from)));
  for (const name of names) {
    await on(page, name);
    if (name === to) return;
    await visit(name);
    await STEPS[name](page, walker);
  }
  await on(page, to);
}

/**
 * The same way by calls, for those whose pages are not what is tested: signed in, matched, confirmed, and these photos handed in
 * one after the other, of which the check may refuse all but the last. Gives what asks on the person's behalf.
 * @param {Pick<Campaign, 'url' | 'codeOf'>} service
 * @param {number} number of the person in the roster
 * @param {Photo[]} photos
 * @param {string} [campaign] its id
 * @param {object} [declarations] what the candidate says of the photo
 */
export async function submit({ url, codeOf }, number, photos, campaign = CAMPAIGN, declarations = undefined) {
  const { name, idNumber, phone } = candidate(number);
  let cookie = '';
  const ask = async (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object | Buffer} */ body = {},
  ) => {
    const isPhoto = Buffer.isBuffer(body);
    const headers = { cookie, 'content-type': isPhoto ? 'image/jpeg' : 'application/json' };
    const sent = isPhoto ? new Uint8Array(body) : JSON.stringify(body);
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, body: sent });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  const need = async (/** @type {Response} */ answer) => {
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  };
  await need(await ask('POST', 'phone/codes', { phone }));
  await need(await ask('POST', 'sessions', { phone, sms_code: await codeOf(phone) }));
  const consents = { personal_information: true, photo: true };
  const identity = { campaign, level: '本科', name, id_type: 'resident-id', id_number: idNumber, consents };
  await need(await ask('POST', 'collections', identity));
  await need(await ask('POST', 'collection/confirmation', { correct: true }));
  await need(await ask('POST', 'collection/reminder'));
  if (declarations) await need(await ask('PUT', 'collection/declarations', declarations));
  for (const photo of photos.slice(0, -1)) await ask('PUT', 'collection/photo', photo.buffer);
  await need(await ask('PUT', 'collection/photo', photos[photos.length - 1].buffer));
  return async (/** @type {Parameters<typeof ask>} */ ...request) => need(await ask(...request));
}
