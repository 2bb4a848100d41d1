/** The help desk: from a number to the record, and what can be done there, each with its consequence first. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { candidate, portraits } from './campaign.js';
import { submit } from './candidate.js';
import { staffPage, startOffice } from './office.js';
import { accessibilityViolations, launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { width: 390, height: 844 };

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  [campaign, browser] = await Promise.all([startOffice(), launch()]);
  const photos = await portraits(browser);
  await submit(campaign, 1, [photos.good]);
  await campaign.review(1, 'reject', ['snapshot']);
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/**
 * The page of somebody at this address.
 * @param {string} role
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function opened(role, address, options) {
  const page = await staffPage(browser, campaign, role, options);
  const faults = /** @type {string[]} */ ([]);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${campaign.url}/office/${address}`);
  await page.waitForSelector('#number');
  return { page, faults };
}

/** Waits for what is shown once a number was looked for. @param {Page} page @param {string} number @param {string} selector */
async function find(page, number, selector) {
  await page.fill('#number', number);
  await page.keyboard.press('Enter');
  await page.waitForSelector(selector);
}

test('a number leads to the record, and the record to what can be done', async () => {
  const { page, faults } = await opened('lead', '#desk');
  const { name, studentNumber, phone } = candidate(1);
  await find(page, '', '#number[aria-invalid]');
  await find(page, '999', '.summary:focus');
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.evaluate(() => {
    location.hash = 'desk/none';
  });
  await page.waitForSelector('main > .fault:has-text("没有这条信息")');
  const other = candidate(2);
  await find(page, ` ${other.studentNumber.toLowerCase()} `, '.record');
  assert.match(String(await page.textContent('main')), /还没有开始/);
  assert.deepEqual(await page.$$('.record .buttons button'), []);

  // The decision counts once it cannot be undone any more.
  await page.waitForFunction(async (number) => {
    const [record] = await (await fetch(`../api/v1/staff/records?student_number=${number}`)).json();
    return record.state === 'rejected';
  }, studentNumber);
  await find(page, `${phone.slice(0, 3)} ${phone.slice(3)}`, `h1:has-text("${name}")`);
  const record = String(await page.textContent('.record'));
  for (const said of ['重新拍摄', '这是一张生活照', '审核未通过', studentNumber, '139*']) {
    assert.ok(record.includes(said.replace('139*', `${phone.slice(0, 4)}****`)), `${said}: ${record}`);
  }
  // Neither the history nor the tab's storage says who it was.
  await find(page, '999', '.summary:focus');
  const kept = await page.evaluate(() => `${location.href} ${document.title} ${JSON.stringify(sessionStorage)}`);
  for (const own of [phone, studentNumber, name, '999']) assert.ok(!kept.includes(own), `${own}: ${kept}`);
  assert.deepEqual(await accessibilityViolations(page), []);

  // By keys only: the consequence has the focus on the way out, and leaving does nothing.
  const acts = () => page.$$eval('.record .buttons button', (buttons) => buttons.map((button) => button.textContent));
  assert.deepEqual(await acts(), ['解除关联', '重发短信', '应考生要求删除']);
  await page.focus('.record .buttons button >> nth=1');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] .second:focus');
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '重发短信');
  const sent = (await campaign.messagesOf(phone)).length;
  await page.keyboard.press('Enter');
  await page.click('dialog .main');
  await page.waitForSelector('.note[role=status]');
  await page.waitForFunction(() => document.querySelector('.timeline')?.textContent?.includes('要求重发短信'));
  while ((await campaign.messagesOf(phone)).length === sent) await page.waitForTimeout(50);
  await page.reload();
  await page.waitForSelector('.record .buttons button');
  await page.click('text=解除关联');
  assert.match(String(await page.textContent('#consent-consequence')), /不能撤销/);
  await page.click('dialog .main');
  await page.waitForFunction(() => document.querySelector('.record')?.textContent?.includes('没有关联'));
  assert.deepEqual(faults, []);
});

test('the help desk has its page only, on a phone and in English as well', async () => {
  const { page, faults } = await opened('helpdesk', '?lang=en#campaigns', { viewport: PHONE, colorScheme: 'dark' });
  assert.deepEqual(await page.$$eval('#pages a', (links) => links.map((link) => link.textContent)), ['Help desk']);
  await find(page, candidate(1).studentNumber, '.record');
  assert.match(String(await page.textContent('.record')), /This is a snapshot/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.deepEqual(faults, []);
});

test('a page whose code does not arrive offers another try', async () => {
  const page = await staffPage(browser, campaign, 'admin', { serviceWorkers: 'block' });
  await page.route(/shared-/, (route) => route.abort());
  await page.click('#pages a[href="#desk"]');
  await page.waitForSelector('main[data-page="failed"]');
  await page.unrouteAll();
  await page.click('main button');
  await page.waitForSelector('#number');
});
