/**
 * Takes screenshots of every state of the page, in both sizes, languages and colour schemes, for people to review:
 *
 *     node tests/browser/screenshots.js FOLDER [STATE…]
 *
 * Each file is a contact sheet: one state in one size, its four variants side by side.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { changeReports, FILE, FINAL, launch, PHOTO, ROOT, serve } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('name the folder for the pictures');

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const VARIANTS = ['zh', 'en'].flatMap((language) => ['light', 'dark'].map((scheme) => ({ language, scheme })));

const server = await serve();
const browser = await launch();
const portrait = await astronaut();

/** @param {Page} page @param {string} [path] */
const choose = (page, path) => page.setInputFiles(FILE, path ?? portrait);

/** Marks of every shape on what fails or passes first. @param {Report} report */
function marked({ findings, photo: { width, height } }) {
  const [w, h] = [width ?? 1, height ?? 1];
  /** @type {import('../../www/package/checker/report.js').Mark[]} */
  const marks = [
    { shape: 'area', x: 0.3 * w, y: 0.15 * h, width: 0.4 * w, height: 0.45 * h },
    { shape: 'line', from: { x: 0.35 * w, y: 0.35 * h }, to: { x: 0.65 * w, y: 0.37 * h } },
    { shape: 'bar', from: { x: 0.5 * w, y: 0.6 * h }, to: { x: 0.5 * w, y: 0.3 * h } },
    { shape: 'heat', rows: ['9999....', '999.....', '44......', '21......'] },
    {
      shape: 'polygon',
      points: [
        { x: 0.1 * w, y: 0.8 * h },
        { x: 0.5 * w, y: 0.7 * h },
        { x: 0.9 * w, y: 0.82 * h },
        { x: 0.5 * w, y: 0.95 * h },
      ],
    },
  ];
  const judged = findings.filter(({ rule, value }) => rule && value !== null);
  const faulty = judged.slice(0, marks.length).map((finding, index) => ({
    ...finding,
    value: 30,
    min: 40,
    max: 60,
    outcome: /** @type {const} */ ('fail'),
    severity: /** @type {'reject' | 'warn'} */ (index < 2 ? 'reject' : 'warn'),
    marks: [marks[index]],
    advice: finding.advice ?? finding.message,
  }));
  return {
    decision: /** @type {const} */ ('rejected'),
    findings: [...faulty, ...findings.filter((finding) => !judged.slice(0, marks.length).includes(finding))],
  };
}

/** Two questions, and an effect that is folded under its cause. @param {Report} report */
function asked({ findings }) {
  const judged = findings.filter(({ rule, marks }) => rule && marks.length > 0);
  const questions = judged.slice(0, 2).map((finding) => ({
    ...finding,
    outcome: /** @type {const} */ ('doubtful'),
    message: { zh: '两只耳朵都露出来了吗？', en: 'Are both ears free?' },
    advice: { zh: '请把头发拢到耳后再拍。', en: 'Please put your hair behind your ears and take the photo again.' },
  }));
  const others = findings.filter(({ rule, outcome }) => outcome === 'pass' && !questions.some((q) => q.rule === rule));
  return { decision: /** @type {const} */ ('undecided'), findings: [...questions, ...others] };
}

/** One cause, and what follows from it. @param {Report} report */
function caused({ findings }) {
  const judged = findings.filter(({ rule, marks }) => rule && marks.length > 0).slice(0, 4);
  const failing = judged.map((finding, index) => ({
    ...finding,
    outcome: /** @type {const} */ ('fail'),
    severity: /** @type {const} */ ('reject'),
    explained_by: index === 0 ? null : judged[0].rule,
    advice: finding.advice ?? {
      zh: '请在单一颜色的墙前重拍。',
      en: 'Please take the photo again in front of a plain wall.',
    },
  }));
  const others = findings.filter(({ rule, outcome }) => outcome === 'pass' && !judged.some((one) => one.rule === rule));
  return { decision: /** @type {const} */ ('rejected'), findings: [...failing, ...others] };
}

const chooseAndWait = async (/** @type {Page} */ page) => {
  await choose(page);
  await page.waitForSelector(FINAL);
};

const openAll = (/** @type {Page} */ page) =>
  page.locator('portrait-precheck').evaluate((element) => {
    for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
  });

/** How to reach each state: before the page is opened, and after. */
const STATES =
  /** @type {Record<string, { before?: (page: Page) => Promise<unknown>, after?: (page: Page) => Promise<unknown>, touch?: boolean }>} */ ({
    empty: {},
    camera: { touch: true, after: (page) => page.click('.camera summary') },
    checking: {
      before: (page) => page.route('**/portrait_precheck_bg.wasm', () => {}),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector('[data-rule=file-readable]', { state: 'attached' });
      },
    },
    first: {
      before: (page) => page.route('**/*.tflite', () => {}),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector('.models:not([hidden])');
      },
    },
    undecided: {
      before: (page) =>
        changeReports(page, ({ findings }) => ({
          decision: 'undecided',
          findings: findings.filter(({ outcome }) => outcome !== 'fail'),
        })),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector(FINAL);
      },
    },
    accepted: {
      before: (page) =>
        changeReports(page, ({ findings }) => ({
          decision: 'accepted',
          findings: findings.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'not-assessed'),
        })),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector(FINAL);
      },
    },
    rejected: {
      after: async (page) => {
        await choose(page, PHOTO);
        await page.waitForSelector(FINAL);
      },
    },
    marked: {
      before: (page) => changeReports(page, marked),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector(FINAL);
      },
    },
    doubtful: { before: (page) => changeReports(page, asked), after: chooseAndWait },
    caused: {
      before: (page) => changeReports(page, caused),
      after: async (page) => {
        await chooseAndWait(page);
        await page.click('.caused > summary');
      },
    },
    enlarged: {
      before: (page) => changeReports(page, marked),
      after: async (page) => {
        await chooseAndWait(page);
        await page.click('.enlarge');
      },
    },
    opened: {
      after: async (page) => {
        await choose(page, PHOTO);
        await page.waitForSelector(FINAL);
        await openAll(page);
      },
    },
    'no-models': {
      before: (page) => page.route('**/*.tflite', (route) => route.abort()),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector('[role=alert]:not(:empty)');
      },
    },
    'no-module': {
      before: (page) => page.route('**/*.wasm', (route) => route.abort()),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector('[role=alert]:not(:empty)');
      },
    },
    unsupported: {
      before: (page) => page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebAssembly')),
      after: async (page) => {
        await choose(page);
        await page.waitForSelector('[role=alert]:not(:empty)');
      },
    },
    heic: {
      after: async (page) => {
        await page.setInputFiles(FILE, {
          name: 'IMG_0001.jpg',
          mimeType: 'image/jpeg',
          buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
        });
        await page.waitForSelector(FINAL);
      },
    },
  });

await mkdir(folder, { recursive: true });
for (const [state, { before, after, touch }] of Object.entries(STATES)) {
  if (wanted.length > 0 && !wanted.includes(state)) continue;
  for (const [size, viewport] of Object.entries(SIZES)) {
    const pictures = [];
    for (const { language, scheme } of VARIANTS) {
      const colorScheme = /** @type {'light' | 'dark'} */ (scheme);
      const page = await browser.newPage({
        viewport,
        colorScheme,
        hasTouch: touch,
        isMobile: touch,
        serviceWorkers: 'block',
      });
      await before?.(page);
      await page.goto(`${server.url}/?lang=${language}`);
      await after?.(page);
      pictures.push(await page.screenshot({ fullPage: true, animations: 'disabled' }));
      await page.close();
    }
    await sheet(pictures, viewport.width, join(folder, `${state}-${size}.png`));
  }
}
await browser.close();
server.stop();

/**
 * @param {Buffer[]} pictures
 * @param {number} width
 * @param {string} path
 */
async function sheet(pictures, width, path) {
  const page = await browser.newPage({
    serviceWorkers: 'block',
    viewport: { width: pictures.length * (width / 2 + 8), height: 400 },
  });
  const images = pictures.map(
    (picture) =>
      `<img width="${width / 2}" style="vertical-align: top; margin: 4px" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  await page.setContent(`<body style="margin: 0; background: #888; white-space: nowrap">${images.join('')}`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
}

/** The one portrait that is part of the project, cut as portraits are. */
async function astronaut() {
  const page = await browser.newPage();
  const png = (await readFile(join(ROOT, 'tests/fixtures/astronaut.png'))).toString('base64');
  const bytes = await page.evaluate(async (png) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(960, 1280);
    canvas.getContext('2d')?.drawImage(picture, 64, 0, 384, 512, 0, 0, 960, 1280);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, png);
  await page.close();
  return { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) };
}
