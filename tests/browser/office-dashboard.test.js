/** The office's dashboard and its page of deliveries: from photos in review to an archive that is verified and received. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { CAMPAIGN, portraits } from './campaign.js';
import { submit } from './candidate.js';
import { onPage, staffPage, startOffice } from './office.js';
import { accessibilityViolations, launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1366, height: 768 };

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  [campaign, browser] = await Promise.all([startOffice(), launch()]);
  const photos = await portraits(browser);
  // Three hand in a photo, one of them after one that the check refuses; two are decided, each otherwise.
  await submit(campaign, 1, [photos.bad, photos.good]);
  await submit(campaign, 2, [photos.good]);
  await submit(campaign, 3, [photos.otherGood]);
  await campaign.review(1, 'approve');
  await campaign.review(2, 'reject', ['selfie']);
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/** What is wrong with a page for everybody, on a desk and on a phone. @param {Page} page */
async function inspect(page) {
  const wrong = await accessibilityViolations(page);
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) wrong.push(`${width} px wide on a screen of ${viewport.width}`);
  }
  return wrong;
}

/** The text of the chart or table with this heading. @param {Page} page @param {string} heading */
const figure = (page, heading) => page.locator('figure', { has: page.locator('h2', { hasText: heading }) });

test('the dashboard tells at a glance what check and people did, and the same in tables', async () => {
  const page = await staffPage(browser, campaign, 'lead');
  const faults = /** @type {string[]} */ ([]);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(`${campaign.url}/office/#dashboard`);
  await onPage(page, 'dashboard');
  // The decisions count when the time to take them back is over.
  await page.waitForFunction(
    () => {
      const [again] = document.querySelectorAll('.bar button');
      /** @type {HTMLElement} */ (again).click();
      return document.querySelector('.tiles')?.textContent?.includes('已通过，待交付1');
    },
    undefined,
    { polling: 300 },
  );
  assert.deepEqual(await inspect(page), []);

  const states = figure(page, '考生办到了哪一步');
  await states.locator('summary').focus();
  await page.keyboard.press('Enter');
  const rows = await states.locator('tbody tr').allTextContents();
  assert.ok(rows.includes('审核中1') && rows.includes('已通过1') && rows.includes('未通过，待重传1'), rows.join());
  assert.match(await states.locator('svg').innerHTML(), /审核中/);

  assert.match((await figure(page, '程序退回照片的原因').locator('svg').textContent()) ?? '', /背景/);
  assert.match((await figure(page, '程序放行、人工不通过的原因').textContent()) ?? '', /自拍/);
  assert.match((await figure(page, '最近 24 小时审核了 2 次').textContent()) ?? '', /人在审/);

  await page.click('#language');
  await page.waitForSelector('html[lang=en]');
  assert.match((await page.locator('.tiles').textContent()) ?? '', /Waiting for review1/);
  assert.deepEqual(await inspect(page), []);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('an administrator builds a delivery, the office verifies and receives it, and it is whole outside', async () => {
  const [admin, office] = [await staffPage(browser, campaign, 'admin'), await staffPage(browser, campaign, 'office')];
  await admin.goto(`${campaign.url}/office/#deliveries`);
  await onPage(admin, 'deliveries');
  await admin.click('button:has-text("打包交付")');
  // The consequence is said first; nothing happens if it is not wanted.
  await admin.waitForSelector('dialog[open]');
  assert.deepEqual(await accessibilityViolations(admin), []);
  await admin.keyboard.press('Escape');
  assert.equal(await admin.locator('[data-delivery]').count(), 0);
  await admin.click('button:has-text("打包交付")');
  await admin.click('dialog button.main');
  await admin.waitForSelector('[data-state=ready]');

  await office.goto(`${campaign.url}/office/#deliveries`);
  await onPage(office, 'deliveries');
  assert.equal(await office.locator('button:has-text("打包交付")').count(), 0);
  assert.deepEqual(await inspect(office), []);
  await office.click('button:has-text("核对")');
  await office.waitForSelector('.verified:has-text("压缩包完好")');

  const folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  const downloading = office.waitForEvent('download');
  await office.click('a:has-text("下载")');
  const download = await downloading;
  assert.equal(download.suggestedFilename(), `${CAMPAIGN}-1.zip`);
  await download.saveAs(join(folder, 'archive.zip'));
  const shell = (/** @type {string} */ command) => spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
  const shown = await office.locator('dd code').first().textContent();
  assert.match(shell('sha256sum archive.zip').stdout, new RegExp(String(shown)));
  assert.equal(shell('unzip -q archive.zip -d out && cd out && sha256sum --check --quiet SHA256SUMS').status, 0);
  await rm(folder, { recursive: true });

  await office.click('button:has-text("确认收到")');
  await office.click('dialog button.main');
  await office.waitForSelector('[data-state=received]');
  const retention = office.locator('section', { has: office.locator('h2', { hasText: '保存期与清除' }) });
  assert.match((await retention.locator('tbody').first().textContent()) ?? '', /第 1 批1 张照片\d{4}年/);

  // Nothing is due yet, and nothing goes.
  await admin.reload();
  await onPage(admin, 'deliveries');
  await admin.click('button:has-text("清除到期的资料")');
  await admin.click('dialog button.main');
  await admin.waitForSelector('.note');
  assert.equal(await admin.locator('[data-state=received]').count(), 1);
  await Promise.all([admin.context().close(), office.context().close()]);
});
