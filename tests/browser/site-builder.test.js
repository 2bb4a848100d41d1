/** How `tools/site` builds a site: pages in folders, and only the site's own code. */

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { relativeAddresses, rewriteHtml } from '../../tools/site/html.js';
import { siteFiles } from '../../tools/site/site.js';
import { ROOT } from './support.js';

/** Beside the real sites, since a script says where the package is. @type {string} */
let folder;

before(async () => {
  await mkdir(join(ROOT, 'target/tmp'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'target/tmp/site-'));
});

after(() => rm(folder, { recursive: true }));

/** The files of a built site by path, as text. @param {Record<string, string>} sources */
async function build(sources) {
  for (const [path, content] of Object.entries(sources)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const files = await siteFiles(folder, { minify: false, sentLength: async (bytes) => bytes.length });
  return new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
}

const SOURCES = {
  'index.html': '<head><script type="module" src="start.js"></script></head><a href="queue/">x</a>',
  'queue/index.html':
    '<head><link rel="stylesheet" href="../style.css"><script type="module" src="list.js"></script></head><img src="../logo.png">',
  'start.js': "import { name } from './names.js'; console.log('start', name);",
  'queue/list.js': "import { name } from '../names.js'; console.log('list', name);",
  'names.js': "export const name = 'shared by both';",
  'unused.js': "console.log('unused');",
  'style.css': 'body { margin: 0 }',
  'logo.png': 'picture',
};

test('pages in folders load their files from the folder of the code', async () => {
  const files = await build(SOURCES);
  const codeFolder = [...files.keys()].map((path) => path.split('/')[0]).find((name) => name.startsWith('code.'));
  for (const page of ['index.html', 'queue/index.html']) {
    const addresses = await relativeAddresses(files.get(page) ?? '');
    assert.ok(addresses.length > 1, page);
    for (const address of addresses) {
      const path = join(dirname(page), address);
      assert.ok(path.startsWith(`${codeFolder}/`) && files.has(path), `${page}: ${address}`);
    }
  }
  assert.match(files.get('index.html') ?? '', /<a href="queue\/">/);
  assert.match(files.get(`${codeFolder}/queue-list.js`) ?? '', /"list"/);
});

test('a page loads what its scripts share at once', async () => {
  const files = await build(SOURCES);
  const [, shared] =
    (files.get('queue/index.html') ?? '').match(/<link rel="modulepreload" href="\.\.\/([^"]+)">/) ?? [];
  assert.match(files.get(shared) ?? '', /shared by both/);
});

test('a site contains neither unused code nor a checker that it does not use', async () => {
  const files = await build(SOURCES);
  assert.ok(![...files.values()].some((content) => content.includes('unused')));
  assert.deepEqual(
    [...files.keys()].filter((path) => /worker\.js|pkg|models/.test(path)),
    [],
  );
});

test('a public script keeps its address', async () => {
  const settings = JSON.stringify({ public: { 'embed/start.js': 'start.js' } });
  const files = await build({ ...SOURCES, 'site.json': settings });
  assert.match(files.get('embed/start.js') ?? '', /^export \* from '\.\.\/code\.\w{16}\/embed-start\.js';\n$/);
});

test('another content of any file is another version', async () => {
  const list = (/** @type {Map<string, string>} */ files) => files.get('files.js')?.match(/"version":"(\w{16})"/)?.[1];
  const versions = [
    await build(SOURCES),
    await build({ ...SOURCES, 'names.js': "export const name = 'other';" }),
    await build({ ...SOURCES, 'index.html': `${SOURCES['index.html']}<p>more` }),
  ].map(list);
  assert.equal(new Set(versions).size, 3, `${versions}`);
});

test('only addresses that are relative to the page are replaced', async () => {
  const page =
    '<script src="a.js"></script><link href="/b.css"><img src="data:image/png;base64,AA=="><a href="a.js">a.js</a>';
  assert.deepEqual(await relativeAddresses(page), ['a.js']);
  const rewritten = await rewriteHtml(page, { replace: (address) => `x/${address}` });
  assert.equal(rewritten, page.replace('src="a.js"', 'src="x/a.js"'));
});
