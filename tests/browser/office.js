/** What the tests of the office's pages share: the campaign of the candidates' tests, with its staff, and signing in. */

import { builtSite, oneTimePassword, startCampaign } from './campaign.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./campaign.js').Campaign} Campaign */
/** @typedef {import('./campaign.js').Credentials} Credentials */

/** One of each, named as their roles, and a second reviewer. */
const ROLES = {
  reviewer: 'reviewer',
  second: 'reviewer',
  lead: 'lead',
  helpdesk: 'helpdesk',
  office: 'office',
  admin: 'admin',
};

/** The built pages. */
export function officeSite() {
  return builtSite('office', process.env.PRECHECK_OFFICE_SITE);
}

/** @param {Record<string, string>} [changes] of keys of the campaign file @param {number} [people] in the roster */
export function startOffice(changes, people) {
  return startCampaign(changes, { site: officeSite(), roles: ROLES, people });
}

/** Waits until a page is shown. @param {Page} page @param {string} name */
export async function onPage(page, name) {
  await page.waitForSelector(`main[data-page="${name}"]:not([aria-busy]) h1`);
}

/**
 * Fills in the page for signing in. Each one-time password works once: a member of staff signs in once in half a minute.
 * @param {Page} page
 * @param {Credentials} credentials
 */
export async function signInBy(page, { name, password, secret }) {
  await onPage(page, 'sign-in');
  await page.fill('#name', name);
  await page.fill('#password', password);
  await page.fill('#totp', oneTimePassword(secret));
  await page.click('main button.main');
}

/**
 * A window of somebody who has signed in by the page.
 * @param {Browser} browser
 * @param {Campaign} campaign
 * @param {string} name
 * @param {import('playwright-core').BrowserContextOptions & { address?: string }} [options] `address` of the page
 */
export async function staffPage(browser, campaign, name, { address = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  await page.goto(`${campaign.url}/office/${address}`);
  await signInBy(page, campaign.staff[name]);
  await page.waitForSelector('main:not([data-page="sign-in"]):not([aria-busy]) h1');
  return page;
}
