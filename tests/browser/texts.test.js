/** The page's catalogue. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { TEXTS, text } from '../../www/element/texts.js';
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
