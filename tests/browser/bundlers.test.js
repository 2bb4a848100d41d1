/** The npm package in production builds, as its README says: packed, installed, bundled, and used in a browser. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import webpack from 'webpack';

import { FILE, FINAL, launch, PHOTO, packageFolder, serveFiles } from './support.js';

/** Otherwise browsers ask for one. */
const ICON = '<link rel="icon" href="data:,">';

const ELEMENT = '<portrait-precheck profile="beijing-zikao-2022" src="precheck/pkg/"></portrait-precheck>';

/** @type {string} a project of its own, with the package from npm */
let project;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'precheck-'));
  const npm = (/** @type {string[]} */ ...command) => execFileSync('npm', command, { cwd: project, encoding: 'utf8' });
  const archive = npm('pack', packageFolder(), '--ignore-scripts', '--silent').trim();
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  npm('install', `./${archive}`, '--offline', '--no-audit', '--no-fund', '--silent');
  await writeFile(join(project, 'main.js'), "import 'portrait-precheck';\n");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(project, { recursive: true });
});

/** Runs the package's command. @param {string} folder */
function copyInto(folder) {
  execFileSync('npx', ['--no-install', 'portrait-precheck', folder], { cwd: project });
}

/** Checks a photo in the built page. @param {string} url */
async function checksPhoto(url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('response', (response) => void (response.status() >= 400 && complaints.push(response.url())));
  await page.goto(url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  const models = await page
    .locator('portrait-precheck')
    .evaluate((element) => /** @type {any} */ (element).report.models.length);
  await page.close();
  assert.deepEqual([models > 0, complaints], [true, []]);
}

/** Serves a built page, in a folder that is not the server's root. @param {string} output its folder */
async function checksPhotoIn(output) {
  const server = await serveFiles([], project);
  try {
    await checksPhoto(`${server.url}/${output}/index.html`);
  } finally {
    server.stop();
  }
}

// Debian 12 has Node 18.
const [major, minor] = process.versions.node.split('.').map(Number);
const isTooOld = major < 20 || (major === 20 && minor < 19);

test('Vite', { skip: isTooOld && 'Vite 8 needs Node 20.19' }, async () => {
  const { build: vite, preview } = await import('vite');
  copyInto('public/precheck');
  await writeFile(
    join(project, 'index.html'),
    `<!doctype html>${ICON}<script type="module" src="/main.js"></script>${ELEMENT}`,
  );
  await vite({ root: project, logLevel: 'error', build: { outDir: 'vite' } });
  const server = await preview({ root: project, build: { outDir: 'vite' }, preview: { host: '127.0.0.1', port: 0 } });
  try {
    await checksPhoto(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
});

/**
 * Builds by a bundler that writes one script.
 * @type {Record<string, { type?: string, build: (output: string) => Promise<void> }>}
 */
const BUNDLERS = {
  webpack: {
    build: (output) =>
      new Promise((resolve, reject) => {
        const entry = './main.js';
        webpack(
          { mode: 'production', context: project, entry, output: { path: join(project, output) } },
          (error, stats) => {
            const isClean = !error && !stats?.hasErrors() && !stats?.hasWarnings();
            if (!isClean) reject(error ?? new Error(stats?.toString('errors-warnings')));
            else resolve();
          },
        );
      }),
  },
  Rollup: {
    type: 'module',
    build: async (output) => {
      const bundle = await rollup({
        input: join(project, 'main.js'),
        plugins: [nodeResolve()],
        onwarn: ({ message }) => assert.fail(message),
      });
      await bundle.write({ file: join(project, output, 'main.js') });
    },
  },
  esbuild: {
    build: async (output) => {
      const outfile = join(project, output, 'main.js');
      const { warnings } = await esbuild({
        entryPoints: [join(project, 'main.js')],
        bundle: true,
        minify: true,
        outfile,
      });
      assert.deepEqual(warnings, []);
    },
  },
};

for (const [name, { type, build }] of Object.entries(BUNDLERS)) {
  test(name, async () => {
    const output = `${name}-dist`;
    await mkdir(join(project, output));
    await build(output);
    copyInto(`${output}/precheck`);
    const script = `<script ${type ? `type="${type}"` : 'defer'} src="main.js"></script>`;
    await writeFile(join(project, output, 'index.html'), `<!doctype html>${ICON}${script}${ELEMENT}`);
    await checksPhotoIn(output);
  });
}
