/** The texts of the element and of the sites. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { quantity, TEXTS, text } from '../../www/package/element/texts.js';
import { TEXTS as CAMPAIGN_TEXTS } from '../../www/sites/campaign/texts.js';
import { TEXTS as PAGE_TEXTS } from '../../www/sites/check/texts.js';
import { ROOT } from './support.js';

/** The tables of the office's pages. @type {Record<string, import('../../www/package/checker/report.js').Message>[]} */
const OFFICE_TEXTS = await Promise.all(
  (await readdir(join(ROOT, 'www/sites/office/texts'))).map(
    async (name) => (await import(`../../www/sites/office/texts/${name}`)).TEXTS,
  ),
);

test('every text has both languages, with the same placeholders', () => {
  const placeholders = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const all = [TEXTS, PAGE_TEXTS, CAMPAIGN_TEXTS, ...OFFICE_TEXTS].flatMap((texts) => Object.entries(texts));
  for (const [key, { zh, en }] of all) {
    assert.ok(zh && en, key);
    assert.deepEqual(placeholders(zh), placeholders(en), key);
  }
});

test('every text that the check page uses exists', async () => {
  const page = await readFile(join(ROOT, 'www/sites/check/index.html'), 'utf8');
  const keys = [...page.matchAll(/data-text="(\w+)"/g)].map(([, key]) => key);
  assert.deepEqual(
    keys.filter((key) => !(key in PAGE_TEXTS)),
    [],
  );
});

/** The code of some folders, as one text. @param {string[]} folders */
async function code(...folders) {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const paths = await readdir(join(ROOT, folder), { recursive: true });
      const code = paths.filter((path) => /(?<!texts)\.js$/.test(path) && !/^texts\b/.test(path));
      return Promise.all(code.map((path) => readFile(join(ROOT, folder, path), 'utf8')));
    }),
  );
  return files.flat().join('');
}

/** The code in which the server names the states. */
async function serverCode() {
  const folder = join(ROOT, 'crates/campaign/src');
  const paths = (await readdir(folder, { recursive: true })).filter((path) =>
    /^(states|desk|routes)\b.*\.rs$/.test(path),
  );
  return (await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))).join('');
}

test('every text of the candidate’s and of the office’s pages is used', async () => {
  const used = {
    campaign: await code('www/common', 'www/sites/campaign'),
    office: await code('www/common', 'www/sites/office'),
  };
  // Words for what the server names: its states, and those with a prefix.
  const named = await serverCode();
  const isUsed = (/** @type {string} */ key, /** @type {string} */ code) =>
    code.includes(`'${key}'`) || code.includes(`\`${key.split('_')[0]}_\${`) || named.includes(`"${key}"`);
  const unused = (/** @type {object} */ texts, /** @type {string} */ code) =>
    Object.keys(texts).filter((key) => !isUsed(key, code));
  assert.deepEqual(unused(CAMPAIGN_TEXTS, used.campaign), []);
  assert.deepEqual(
    OFFICE_TEXTS.flatMap((texts) => unused(texts, used.office)),
    [],
  );
});

test('placeholders are filled in', () => {
  assert.match(text('tooLarge', 'en', { size: '40.0', max: '32.0' }), /40\.0 MB.*32\.0 MB/);
});

test('numbers are written as both languages write them', () => {
  const formats = ['zh', 'en'].map((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }));
  for (const value of [0, 7, 97.5, 0.333, 1234.567, 51200, 1234567, -1234.5]) {
    for (const format of formats) assert.equal(quantity(value, 'count', 'en'), format.format(value));
  }
});
