/** The page's catalogue. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { TEXTS, quantity, text } from '../../www/element/texts.js';
import { ROOT } from './support.js';

test('no text lacks a language or a name to be filled in', () => {
  const names = (/** @type {string} */ words) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [key, { zh, en }] of Object.entries(TEXTS)) {
    assert.ok(zh && en, key);
    assert.deepEqual(names(zh), names(en), key);
  }
});

test('every text that the page asks for is there', async () => {
  const page = await readFile(join(ROOT, 'www/index.html'), 'utf8');
  const keys = [...page.matchAll(/data-text="(\w+)"/g)].map(([, key]) => key);
  assert.deepEqual(keys.filter((key) => !(key in TEXTS)), []);
});

test('names are filled in', () => {
  assert.match(text('tooLong', 'en', { size: '40.0', max: '32.0' }), /40\.0 MB.*32\.0 MB/);
});

test('numbers are written as both languages write them', () => {
  const formats = ['zh', 'en'].map((language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }));
  for (const value of [0, 7, 97.5, 0.333, 1234.567, 51200, 1234567, -1234.5]) {
    for (const format of formats) assert.equal(quantity(value, 'count', 'en'), format.format(value));
  }
});
