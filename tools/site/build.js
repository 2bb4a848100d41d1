/**
 * Builds the sites, for `cargo xtask site`:
 *
 *     node tools/site/build.js [--dev]
 *
 * Each folder of `www/sites/` becomes a folder of `target/site/` that needs nothing beside it. With `--dev` nothing is
 * minified or compressed.
 */

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { compressedForms } from './compress.js';
import { ROOT, siteFiles } from './site.js';

const SITES = join(ROOT, 'www/sites');
const OUTPUT = join(ROOT, 'target/site');

const dev = process.argv.includes('--dev');
/** @type {typeof compressedForms} */
const forms = dev ? async () => new Map() : compressedForms;
const sentLength = async (/** @type {Uint8Array} */ bytes) => ((await forms(bytes)).get('br') ?? bytes).length;

await rm(OUTPUT, { recursive: true, force: true });
for (const name of await readdir(SITES)) {
  const files = await siteFiles(join(SITES, name), { minify: !dev, sentLength });
  for (const [path, bytes] of files) {
    const output = join(OUTPUT, name, path);
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, bytes);
    for (const [ending, form] of await forms(bytes)) await writeFile(`${output}.${ending}`, form);
  }
  console.log(`target/site/${name}: ${files.size} files`);
}
