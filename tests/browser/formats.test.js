/** The page names the formats of files as the checker does. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { formatOf } from '../../www/package/element/detect-format.js';
import { ROOT } from './support.js';

test('every case of the table that the checker is tested by has the same answer', async () => {
  const table = await readFile(join(ROOT, 'tests/fixtures/formats.json'), 'utf8');
  const cases = /** @type {{ name: string, bytes: string, format: string }[]} */ (JSON.parse(table));
  const wrong = cases
    .map(({ name, bytes, format }) => ({ name, format, found: formatOf(Buffer.from(bytes, 'hex')) }))
    .filter(({ format, found }) => found !== format);
  assert.ok(cases.length > 20);
  assert.deepEqual(wrong, []);
});
