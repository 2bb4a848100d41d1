/** The page reads from a file's first bytes what the checker reads. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { formatOf } from '../../www/package/element/detect-format.js';
import { uprightSize } from '../../www/package/element/file-header.js';
import { ROOT } from './support.js';

/** The cases of a table that the checker is tested by as well. @param {string} name */
async function cases(name) {
  const table = JSON.parse(await readFile(join(ROOT, 'tests/fixtures', name), 'utf8'));
  assert.ok(table.length > 20);
  return table;
}

test('formats have the names that the checker gives them', async () => {
  const table = /** @type {{ name: string, bytes: string, format: string }[]} */ (await cases('formats.json'));
  const wrong = table
    .map(({ name, bytes, format }) => ({ name, format, found: formatOf(Buffer.from(bytes, 'hex')) }))
    .filter(({ format, found }) => found !== format);
  assert.deepEqual(wrong, []);
});

test('upright sizes are those that the checker reads', async () => {
  /** @typedef {{ name: string, bytes: string, width: number | null, height: number | null }} Case */
  const table = /** @type {Case[]} */ (await cases('jpeg-headers.json'));
  const wrong = table
    .map(({ bytes, ...expected }) => ({ ...expected, found: uprightSize(Buffer.from(bytes, 'hex')) }))
    .filter(({ width, height, found }) => (found?.width ?? null) !== width || (found?.height ?? null) !== height);
  assert.deepEqual(wrong, []);
});
