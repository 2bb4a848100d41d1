/**
 * Measures the module and the browser's own decoder on the same photos and writes
 * `[{ module, browser, memory }]`, medians in milliseconds and bytes, for `cargo xtask bench`.
 *
 *     node tests/browser/bench.js PHOTO…
 */

import { launch, serveFiles } from './support.js';

/** Rounds on each photo, after one that warms both up. */
const ROUNDS = 7;

const photos = process.argv.slice(2);
const server = await serveFiles(photos);
const browser = await launch();
const page = await browser.newPage();
const measured = [];
for (const number of photos.keys()) {
  // A fresh page is a fresh module, whose memory has not yet grown.
  await page.goto(server.url);
  measured.push(await page.evaluate(measure, { number, rounds: ROUNDS }));
}
console.log(JSON.stringify(measured));
await browser.close();
server.stop();

/**
 * Runs in the page. Both take turns, so that whatever else the machine does meets both.
 * @param {{ number: number, rounds: number }} work
 */
async function measure({ number, rounds }) {
  /** @type {typeof import('../../www/element/module.js')} */
  const { loadBuild } = await import(`${location.origin}/element/module.js`);
  const { module, memory } = await loadBuild('simd', `${location.origin}/pkg/`);
  const checker = new module.Checker();
  const [profile] = module.Checker.profiles();
  const photo = await (await fetch(`/photos/${number}`)).blob();
  const bytes = new Uint8Array(await photo.arrayBuffer());

  const byModule = () => {
    checker.open(bytes);
    checker.measure();
    checker.reportJson(profile);
  };
  const byBrowser = async () => {
    const bitmap = await createImageBitmap(photo);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    // Kept in main memory: reading back from a graphics card would only slow it down.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(bitmap, 0, 0);
    context?.getImageData(0, 0, bitmap.width, bitmap.height);
    bitmap.close();
  };
  /** @param {() => void | Promise<void>} work */
  const time = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  /** @param {number[]} times */
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

  await byModule();
  await byBrowser();
  const times = { module: /** @type {number[]} */ ([]), browser: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round++) {
    times.module.push(await time(byModule));
    times.browser.push(await time(byBrowser));
  }
  return { module: median(times.module), browser: median(times.browser), memory: memory.buffer.byteLength };
}
