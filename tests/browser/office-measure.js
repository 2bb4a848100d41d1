/**
 * How quick the review is, on the real service: `node tests/browser/office-measure.js [PHOTOS] [MEGAPIXELS]`. Half of the photos
 * are decided one by one, half in the grid, by keys alone.
 */

import { portraits } from './campaign.js';
import { submit } from './candidate.js';
import { staffPage, startOffice } from './office.js';
import { launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const [count = 96, megapixels = 1.2] = process.argv.slice(2).map(Number);

/** Photos that are handed in at once. */
const AT_ONCE = 4;

/** How long a reviewer looks at a photo at least, in milliseconds. */
const LOOK = 400;

/** A photo of another size. @param {import('playwright-core').Browser} browser @param {import('./candidate.js').Photo} photo */
async function enlarged(browser, photo) {
  const page = await browser.newPage();
  const bytes = await page.evaluate(
    async ({ jpeg, width }) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${jpeg}`)).blob());
      const canvas = new OffscreenCanvas(width, (width * 4) / 3);
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { jpeg: photo.buffer.toString('base64'), width: Math.round(Math.sqrt(megapixels * 0.75e6)) },
  );
  await page.close();
  return { ...photo, buffer: Buffer.from(bytes) };
}

/** The durations that the page has measured. @param {Page} page @param {string} name @returns {Promise<number[]>} */
const measured = (page, name) =>
  page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration), name);

/** @param {string} what @param {number[]} numbers in milliseconds */
function report(what, numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1]);
  const within = Math.round((100 * sorted.filter((number) => number <= 100).length) / sorted.length);
  console.log(`${what}: ${sorted.length}, median ${at(0.5)} ms, 95 % ${at(0.95)} ms, within 100 ms ${within} %`);
}

const campaign = await startOffice({ undo_seconds: '10', second_percent: '0' }, count + 1);
const browser = await launch();
try {
  const photo = await enlarged(browser, (await portraits(browser)).good);
  console.log(`${count} photos of ${megapixels} megapixels, ${Math.round(photo.buffer.length / 1024)} KiB each`);
  for (let number = 1; number <= count; number += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count + 1 - number) }, (_, place) => number + place);
    await Promise.all(some.map((number) => submit(campaign, number, [photo])));
  }

  const singles = await staffPage(browser, campaign, 'reviewer', { address: '#review' });
  await singles.waitForSelector('.stage img');
  for (let number = 0; number < count / 2; number++) {
    await singles.waitForTimeout(LOOK);
    await singles.keyboard.press('a');
  }
  await singles.waitForTimeout(1000);
  report('next photo, one by one', await measured(singles, 'next photo'));
  // What is on lease is given back.
  await singles.goto('about:blank');
  await singles.context().close();

  const grid = await staffPage(browser, campaign, 'second', { address: '#grid' });
  const whole = () => grid.waitForFunction(() => !document.querySelector('.grid canvas[width="3"]'));
  await grid.waitForSelector('.grid canvas[width="480"]');
  const begun = Date.now();
  let decided = 0;
  while (decided < count / 2) {
    await whole();
    const cells = await grid.locator('.grid .pick').count();
    if (cells === 0) break;
    await grid.waitForTimeout(cells * LOOK);
    // One is picked out, and the rest approved.
    await grid.keyboard.press('3');
    await grid.keyboard.press('Enter');
    decided += cells;
    await grid.waitForFunction((words) => document.querySelector('.queue')?.textContent !== words, '');
  }
  const minutes = (Date.now() - begun) / 60_000;
  console.log(`grid: ${decided} photos in ${(minutes * 60).toFixed(1)} s, ${Math.round(decided / minutes)} a minute`);
  report('next page of the grid', await measured(grid, 'next page'));
} finally {
  await browser.close();
  await campaign.stop();
}
