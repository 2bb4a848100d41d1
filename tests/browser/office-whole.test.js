/**
 * A whole campaign by the pages, from an empty database to the archive: an administrator makes it, imports the roster and adds the
 * staff; candidates hand in their photos; two reviewers and a lead decide; the archive is built, downloaded, and proven without
 * this service. Three candidates walk through all of their pages, the others do the same by calls.
 *
 * PRECHECK_OFFICE_CANDIDATES is their number.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { candidate, credentials, day, emptyService, portraits, rosterFile } from './campaign.js';
import { submit, walk } from './candidate.js';
import { officeSite, onPage, signInBy } from './office.js';
import { launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./campaign.js').Credentials} Credentials */

const CANDIDATES = Number(process.env.PRECHECK_OFFICE_CANDIDATES ?? 6);

/** How many of them walk through the pages. */
const WALKERS = 3;

/** How many of them do their way at once. */
const AT_ONCE = 3;

/** Said of the review page where there is no photo, and how long that has to be so, in milliseconds. */
const NONE = 'none';
const SETTLES = 1500;

/** What the administrator calls it. */
const CAMPAIGN = 'whole-2026';

/** @type {Awaited<ReturnType<typeof emptyService>>} */
let service;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof portraits>>} */
let photos;
/** @type {string} */
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
  [service, browser] = await Promise.all([emptyService({ site: officeSite() }), launch()]);
  photos = await portraits(browser);
});

after(async () => {
  await browser?.close();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A window of somebody who has signed in. @param {Credentials} credentials */
async function desk(credentials) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(`${service.url}/office/`);
  await signInBy(page, credentials);
  await page.waitForSelector('main:not([data-page="sign-in"]):not([aria-busy]) h1');
  return page;
}

/** @param {Page} page @param {string} address @param {string} name of the page */
async function open(page, address, name = address) {
  await page.goto(`${service.url}/office/#${address}`);
  await onPage(page, name);
}

/** Presses a button, and the one that says what follows. @param {Page} page @param {string} label */
async function confirmed(page, label) {
  await page.click(`main button:has-text("${label}")`);
  await page.click('dialog button.main');
  await page.waitForSelector('dialog', { state: 'detached' });
}

/** The administrator makes the campaign: everybody is looked at by two people. @param {Page} admin */
async function makeCampaign(admin) {
  await open(admin, 'campaigns');
  await admin.click('main button:has-text("新建采集活动")');
  const fields = {
    title: '2026年毕业照片采集',
    id: CAMPAIGN,
    'institution-name': '北京市高等教育自学考试',
    'institution-code': '90001',
    opens: `${day(-1)}T00:00`,
    closes: `${day(3)}T00:00`,
    recollection_deadline: `${day(9)}T00:00`,
    'review-accepted_percent': '100',
    'review-second_percent': '100',
    'review-undo_seconds': '0',
    notice: '请使用本人手机采集毕业证书照片。',
    'consultation-phone': '010-58691620',
    office: '北京市自考办',
  };
  for (const [key, value] of Object.entries(fields)) await admin.fill(`#settings-new-0-${key}`, value);
  await admin.click('main button:has-text("保存设置")');
  await admin.waitForSelector('main button:has-text("导入名单")');
  await writeFile(join(folder, 'roster.csv'), rosterFile(CANDIDATES));
  await admin.click('main button:has-text("导入名单")');
  await admin.setInputFiles('#roster', join(folder, 'roster.csv'));
  await confirmed(admin, '导入这份名单');
  await admin.waitForSelector('main .note');
  await open(admin, `campaigns/${CAMPAIGN}`, 'campaigns');
  await confirmed(admin, '发布');
  await admin.waitForSelector('main .note');
}

/** The administrator adds somebody; gives what the page shows once. @param {Page} admin @param {string} name @param {string} role */
async function addMember(admin, name, role) {
  await open(admin, 'staff');
  await admin.fill('#member', name);
  await admin.selectOption('#member-role', role);
  await admin.click('main form button.main');
  const once = admin.locator('.once', { has: admin.locator(`code:text-is("${name}")`) });
  await once.waitFor();
  const [, password, secret] = await once.locator('code').allTextContents();
  return { name, password, secret };
}

/** All candidates hand in a photo. */
async function handIn() {
  const waiting = Array.from({ length: CANDIDATES }, (_, number) => number);
  const work = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      if (number >= WALKERS) {
        await submit(service, number, [photos.good], CAMPAIGN);
        continue;
      }
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      await page.goto(`${service.url}/`);
      await walk(page, { campaign: service, number, photo: photos.good }, 'search', 'status');
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** The photo on the screen, once it is another one; or that there is none. @param {Page} page @param {string} before */
async function shownReview(page, before) {
  const shown = await page.waitForFunction(
    ({ before, none }) => {
      const stage = /** @type {HTMLElement | null} */ (document.querySelector('.stage'));
      if (stage?.querySelector('.empty p')) return none;
      const id = stage?.dataset.review ?? '';
      return id !== before && stage?.querySelector('img, canvas') ? id : false;
    },
    { before, none: NONE },
    { polling: 50 },
  );
  return String(await shown.jsonValue());
}

/**
 * Decides by keys whatever comes, until there is nothing.
 * @param {Page} page
 * @param {(place: number) => boolean} approves
 */
async function review(page, approves) {
  await open(page, 'review');
  let before = '';
  for (let place = 0; ; place++) {
    const next = () => shownReview(page, before);
    let shown = await next();
    // What is shown while the next ones are on their way is no end.
    if (shown === NONE) await page.waitForTimeout(SETTLES);
    if (shown === NONE) shown = await next();
    if (shown === NONE) {
      // Whoever leaves has nothing any more.
      await page.context().close();
      return place;
    }
    before = shown;
    if (approves(place)) {
      await page.keyboard.press('a');
    } else {
      // Whatever the check proposed, one of the notice's own reasons is among them.
      const selfie = page.locator('[data-reason=selfie]');
      if ((await selfie.getAttribute('aria-pressed')) !== 'true') await selfie.click();
      await page.keyboard.press('r');
    }
  }
}

/** Waits until so many decisions count. @param {Page} page @param {number} decisions */
async function counted(page, decisions) {
  await page.waitForFunction(
    async ({ campaign, decisions }) => {
      const answer = await fetch(`../api/v1/staff/dashboard?campaign=${campaign}`);
      const hours = /** @type {{ decisions: number }[]} */ ((await answer.json()).decisions);
      return hours.reduce((sum, hour) => sum + hour.decisions, 0) >= decisions;
    },
    { campaign: CAMPAIGN, decisions },
    { polling: 300 },
  );
}

/** What a dashboard's figure has in its table. @param {Page} page @param {string} state */
async function recordsIn(page, state) {
  const row = page.locator('figure tr', { has: page.locator('th', { hasText: state }) }).first();
  return Number(await row.locator('td').first().textContent());
}

test(`${CANDIDATES} candidates, two reviewers, a lead and an administrator: from nothing to a proven archive`, async () => {
  const admin = await desk(credentials(service.operate('staff', 'add', 'admin', '--role', 'admin')));
  await makeCampaign(admin);
  const staff = {
    first: await addMember(admin, 'first', 'reviewer'),
    second: await addMember(admin, 'second', 'reviewer'),
    lead: await addMember(admin, 'lead', 'lead'),
    office: await addMember(admin, 'office', 'office'),
  };
  await handIn();

  // One after the other, since whoever opens the page takes photos. They differ on one, of which the lead has the last word.
  assert.equal(await review(await desk(staff.first), () => true), CANDIDATES);
  assert.equal(await review(await desk(staff.second), (place) => place !== 0), CANDIDATES);
  await counted(admin, 2 * CANDIDATES);
  assert.equal(await review(await desk(staff.lead), () => false), 1);
  await counted(admin, 2 * CANDIDATES + 1);

  await open(admin, 'dashboard');
  assert.equal(await recordsIn(admin, '已通过'), CANDIDATES - 1);
  assert.equal(await recordsIn(admin, '未通过，待重传'), 1);

  await open(admin, 'deliveries');
  await confirmed(admin, '打包交付');
  await admin.waitForSelector('[data-state=ready]');
  const office = await desk(staff.office);
  await open(office, 'deliveries');
  await office.click('button:has-text("核对")');
  await office.waitForSelector('.verified:has-text("压缩包完好")');
  const downloading = office.waitForEvent('download');
  await office.click('a:has-text("下载")');
  await (await downloading).saveAs(join(folder, 'archive.zip'));
  const shown = await office.locator('dd code').first().textContent();
  await confirmed(office, '确认收到');
  await office.waitForSelector('[data-state=received]');

  const shell = (/** @type {string} */ command) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, `${command}: ${stdout}${stderr}`);
    return stdout;
  };
  shell('unzip -t -q archive.zip && unzip -q archive.zip -d delivery');
  assert.equal(shell('sha256sum archive.zip').split(' ')[0], shown);
  shell('cd delivery && sha256sum --check --quiet SHA256SUMS');
  const [, ...lines] = (await readFile(join(folder, 'delivery/manifest.csv'), 'utf8')).trim().split(/\r?\n/);
  const numbers = Array.from({ length: CANDIDATES }, (_, number) => candidate(number).studentNumber);
  const listed = numbers.filter((number) => lines.some((line) => line.includes(number)));
  assert.deepEqual([lines.length, listed.length], [CANDIDATES - 1, CANDIDATES - 1]);
  assert.match(service.operate('verify', join(folder, 'archive.zip')), new RegExp(`^${CANDIDATES - 1} photos`));
  assert.equal(service.operate('fsck', '--thorough'), '');
});
