/** Administration: a campaign from its form to the sheet on the wall, its roster, and members of staff. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import decode from 'qr/decode.js';

import { CAMPAIGN, credentials, rosterFile } from './campaign.js';
import { staffPage, startOffice } from './office.js';
import { accessibilityViolations, launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

/** Lines that a roster may have. */
const MOST = 50_000;

/** Bad lines that the page shows. */
const SHOWN = 50;

const PHONE = { width: 390, height: 844 };

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;
/** The administrator's page. @type {Page} */
let page;
const faults = /** @type {string[]} */ ([]);

before(async () => {
  [campaign, browser] = await Promise.all([startOffice(), launch()]);
  page = await staffPage(browser, campaign, 'admin');
  page.on('pageerror', (error) => faults.push(String(error)));
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/** Goes to a page of the office. @param {Page} page @param {string} address @param {string} selector */
async function open(page, address, selector) {
  await page.evaluate((address) => {
    location.hash = address;
  }, address);
  await page.waitForSelector(`main:not([aria-busy]) ${selector}`);
}

/**
 * Does what a button says, once its consequence is read; waits until the page says that it is done.
 * @param {Page} page
 * @param {string} label
 * @param {RegExp} consequence
 * @param {string} done
 */
async function agree(page, label, consequence, done) {
  await page.click(`main button:text-is("${label}")`);
  assert.match(String(await page.textContent('dialog[open] #consent-consequence')), consequence);
  await page.click('dialog[open] .main');
  await page.waitForSelector(`.note[role=status]:has-text("${done}")`);
}

/** What a code in a picture says. @param {Page} page @param {string} selector */
async function codeIn(page, selector) {
  const png = (await (await page.waitForSelector(selector)).screenshot()).toString('base64');
  // The office's pages may not open such an address.
  const blank = await browser.newPage();
  const { data, width, height } = await blank.evaluate(async (png) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context?.drawImage(picture, 0, 0);
    const pixels = context?.getImageData(0, 0, picture.width, picture.height);
    const data = Array.from(pixels?.data ?? [], (byte) => String.fromCharCode(byte)).join('');
    return { data: btoa(data), width: picture.width, height: picture.height };
  }, png);
  await blank.close();
  return decode({ data: new Uint8Array(Buffer.from(data, 'base64')), width, height });
}

test('a campaign is made in a form that says what is wrong, published, and closed', async () => {
  await open(page, 'campaigns', 'table');
  await page.click('text=新建采集活动');
  await page.waitForSelector('form.settings');
  const profiles = await page.$$eval('select option', (options) =>
    options.map((option) => option.getAttribute('value')),
  );
  assert.ok(profiles.includes('beijing-zikao-2022') && profiles.includes('chsi-graduation'), String(profiles));
  await page.click('summary');
  await page.waitForSelector('details td:has-text("照片文件大于50K")');
  const field = (/** @type {string} */ key) => `#settings-new-0-${key}`;
  await page.fill(field('id'), CAMPAIGN);
  await page.fill(field('review-second_percent'), '101');
  await page.fill(field('fee_fen'), '0.5.0');
  await page.click('form .main');
  assert.match(String(await page.textContent(`${field('fee_fen')}-error`)), /30\.50/);
  await page.fill(field('fee_fen'), '30.5');
  await page.click('form .main');
  await page.waitForSelector(`${field('institution-code')}[aria-invalid]`);
  assert.match(String(await page.textContent(`${field('review-second_percent')}-error`)), /0 到 100/);
  assert.deepEqual(await accessibilityViolations(page), []);
  const values = {
    title: '测试采集',
    'institution-name': '清华大学',
    'institution-code': '10003',
    opens: '2022-06-18T08:30',
    closes: '2022-06-21T00:00',
    recollection_deadline: '2022-06-30T00:00',
    notice: '通知',
    'consultation-phone': '010-1',
    office: '教务处',
    'review-second_percent': '5',
  };
  for (const [key, value] of Object.entries(values)) await page.fill(field(key), value);
  await page.click('form .main');
  await page.waitForSelector(`${field('id')}[aria-invalid]`);
  // What was typed is still there after a reload.
  await page.fill(field('id'), 'second');
  await page.reload();
  await page.waitForSelector('form.settings');
  assert.equal(await page.inputValue(field('office')), '教务处');
  await page.click('form .main');
  await page.waitForSelector('h1:has-text("测试采集")');
  const kept = (/** @type {string} */ key) => `[id^=settings-second-][id$='-${key}']`;
  const shown = (/** @type {string} */ key) => page.inputValue(kept(key));
  assert.deepEqual([await shown('fee_fen'), await shown('opens')], ['30.5', '2022-06-18T08:30']);
  // What another has saved meanwhile is not written over: after a reload the form has it.
  await page.fill(kept('title'), '我的标题');
  await page.evaluate(async () => {
    const { settings, version } = await (await fetch('../api/v1/staff/campaigns/second')).json();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...settings, title: '别人的标题' });
    await fetch(`../api/v1/staff/campaigns?version=${version}`, { method: 'POST', headers, body });
  });
  await page.click('form .main');
  await page.waitForSelector('.summary:has-text("没有保存")');
  await page.reload();
  await page.waitForSelector('form.settings');
  assert.equal(await shown('title'), '别人的标题');
  await page.fill(kept('title'), '改过的标题');
  await page.click('form .main');
  await page.waitForSelector('h1:has-text("改过的标题")');
  await agree(page, '发布', /考生可以搜到/, '已发布');
  await agree(page, '关闭', /以后可以重新发布/, '已关闭');
  await agree(page, '归档', /不能撤销/, '已归档');
  assert.match(String(await page.textContent('main')), /设置不能再修改/);
  assert.deepEqual(await accessibilityViolations(page), []);
  await open(page, 'campaigns', 'table');
  assert.match(String(await page.textContent('tr:has-text("改过的标题")')), /已归档/);
  assert.deepEqual(faults, []);
});

test('a roster is shown before it is imported, and all its bad lines are in a file', async () => {
  await open(page, `campaigns/${CAMPAIGN}/roster`, '#roster');
  const file = (/** @type {string} */ text) => ({
    name: 'roster.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  const bad = Array.from({ length: MOST }, (_, number) => `本科,=1+1,护照,E${number},A${number}\n`);
  await page.setInputFiles('#roster', file(`学历层次,姓名,证件类型,证件号码,学号\n${bad.join('')}`));
  await page.waitForSelector('h2.fault', { timeout: 120_000 });
  const lines = await page.$$eval('tbody td:first-child', (cells) => cells.map((cell) => cell.textContent));
  assert.equal(new Set(lines).size, SHOWN);
  assert.deepEqual(await accessibilityViolations(page), []);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main .second')]);
  const saved = (await readFile(await download.path(), 'utf8')).split('\r\n');
  assert.equal(saved.filter((line) => line.includes('姓名')).length, MOST);
  assert.ok(saved[0].startsWith('\uFEFF') && saved[1].includes("'=1+1"), saved[1]);

  await page.setInputFiles('#roster', file(rosterFile(65)));
  await page.waitForSelector('td:has-text("110101********")');
  assert.match(String(await page.textContent('dl')), /编码UTF-8新增5有变化0没有变化60/);
  assert.deepEqual(await accessibilityViolations(page), []);
  await agree(page, '导入这份名单', /新增 5 人/, '新增 5');
  assert.deepEqual(faults, []);
});

test('the notice prints on one page, and its code is the address', async () => {
  await open(page, `campaigns/${CAMPAIGN}/sheet`, '.sheet');
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const around = await page.$$eval('header, .screen, h1', (parts) => parts.filter((part) => part.checkVisibility()));
  const code = await codeIn(page, '.sheet svg');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  await page.emulateMedia({ media: null, colorScheme: null });
  assert.equal(code, `${campaign.url}/#campaign/${CAMPAIGN}`);
  assert.equal(around.length, 0, 'what is for the screen is printed');
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1);
  assert.deepEqual(faults, []);
});

test('a member of staff is added, signs in with what is shown once, and is revoked', async () => {
  await open(page, 'staff', 'table');
  await page.fill('#member', '李 组长');
  await page.selectOption('#member-role', 'lead');
  await page.click('form .main');
  await page.waitForSelector('.once h2:focus');
  assert.deepEqual(await accessibilityViolations(page), []);
  const totp = await codeIn(page, '.once svg');
  const [, password] = await page.$$eval('.once code', (codes) => codes.map((code) => code.textContent));
  const added = credentials(`name 李 组长\npassword ${password}\ntotp ${totp}`);
  const lead = await staffPage(browser, { ...campaign, staff: { added } }, 'added', { viewport: PHONE });
  await page.click('text=已经交给本人');
  await page.waitForSelector('.once', { state: 'detached' });
  const row = 'tr:has-text("李 组长")';
  await page.click(`${row} button:text-is("停用")`);
  assert.match(String(await page.textContent('#consent-consequence')), /立即退出/);
  await page.click('dialog[open] .main');
  await page.waitForSelector(`${row}:has-text("已停用")`);
  await lead.reload();
  await lead.waitForSelector('main[data-page=sign-in]');
  await page.click('tr:has-text("admin") button:text-is("停用")');
  await page.click('dialog[open] .main');
  await page.waitForSelector('dialog[open] .summary:has-text("最后一个管理员")');
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.deepEqual(faults, []);
});
