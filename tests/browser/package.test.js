/** The package as npm would publish it: complete, and typed. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { FILE, FINAL, launch, PHOTO, packageFolder, ROOT, serveFiles } from './support.js';

/** @type {string} a project that has installed the package */
let project;
const installed = () => join(project, 'node_modules/portrait-precheck');

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'precheck-'));
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', project];
  const archive = execFileSync('npm', pack, { cwd: packageFolder(), encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', archive], { cwd: project });
  await mkdir(join(project, 'node_modules'));
  await rename(join(project, 'package'), installed());
});

after(() => rm(project, { recursive: true }));

test('everything that a browser loads is in it', async () => {
  const server = await serveFiles([], installed());
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const missing = /** @type {string[]} */ ([]);
    page.on('response', (response) => void (response.status() >= 400 && missing.push(response.url())));
    await page.goto(server.url);
    await page.setContent('<portrait-precheck profile="beijing-zikao-2022"></portrait-precheck>');
    await page.addScriptTag({ type: 'module', url: '/element/portrait-precheck.js' });
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector(FINAL);
    await page.waitForSelector('.camera', { state: 'attached' });
    const models = await page
      .locator('portrait-precheck')
      .evaluate((element) => /** @type {any} */ (element).report.models.length);
    assert.deepEqual([missing, models > 0], [[], true]);
  } finally {
    await browser.close();
    server.stop();
  }
});

test('its licence and that of its models are in it', async () => {
  const [packed, own] = [
    (/** @type {string} */ file) => readFile(join(installed(), file), 'utf8'),
    (/** @type {string} */ file) => readFile(join(ROOT, file), 'utf8'),
  ];
  assert.equal(await packed('LICENSE'), await own('LICENSE'));
  assert.match(await packed('NOTICE'), /Apache License/);
  for (const file of ['models/LICENSE', 'models/NOTICE']) assert.equal(await packed(file), await own(file), file);
});

test('its types are those of its scripts', async () => {
  await writeFile(
    join(project, 'page.ts'),
    `
    import { PortraitPrecheck, type Report } from 'portrait-precheck';
    import { open, EngineError, FileTooLargeError, reportClaim, type PhotoChecker } from 'portrait-precheck/checker';

    const element: PortraitPrecheck = document.querySelector('portrait-precheck')!;
    element.server = 'https://exam.example/';
    element.disabled = true;
    element.clear();
    element.addEventListener('precheck-result', ({ detail }) => show(detail.report));
    element.addEventListener('precheck-progress', ({ detail: { loaded, total } }) => loaded / total);

    const show = (report: Report) => report.findings.map(({ message }) => message.zh);
    const checker: PhotoChecker = await open();
    checker.onprogress = ({ loaded, total, failed }) => [loaded / total, failed];
    try {
      show(await checker.check(new Blob(), 'beijing-zikao-2022', { onPreliminary: show, signal: AbortSignal.timeout(9) }));
    } catch (error) {
      if (error instanceof FileTooLargeError) error.maxBytes.toFixed();
      if (error instanceof EngineError && error.reason === 'policy') checker.close();
      // @ts-expect-error no such reason
      if (error instanceof EngineError && error.reason === 'weather') checker.close();
    }
    const headers: Promise<string | null> = reportClaim(element.report!);
    export {};
  `,
  );
  assert.equal(typeErrors('page.ts'), '');
});

test('it is typed for React', async () => {
  await mkdir(join(project, 'node_modules/@types'));
  await symlink(join(ROOT, 'node_modules/@types/react'), join(project, 'node_modules/@types/react'));
  await writeFile(
    join(project, 'app.tsx'),
    `
    import type {} from 'portrait-precheck/react';

    const Photo = ({ required }: { required: boolean }) => (
      <form>
        <portrait-precheck
          name="photo"
          profile="beijing-zikao-2022"
          src="/precheck/pkg/"
          required={required}
          onprecheck-result={({ detail }) => detail.report.findings.length}
        />
      </form>
    );
    // @ts-expect-error a profile is needed
    const Wrong = () => <portrait-precheck name="photo" />;
    // @ts-expect-error no such attribute
    const Misspelt = () => <portrait-precheck profile="beijing-zikao-2022" sevrer="/" />;
    export { Misspelt, Photo, Wrong };
  `,
  );
  assert.equal(typeErrors('app.tsx'), '');
});

/** What the compiler reports of a file of the project. @param {string} file */
function typeErrors(file) {
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler'];
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  try {
    const libraries = ['--jsx', 'react-jsx', '--lib', 'es2022,dom,dom.iterable'];
    return execFileSync(tsc, [...options, ...libraries, file], { cwd: project, encoding: 'utf8' });
  } catch (error) {
    return String(/** @type {any} */ (error).stdout);
  }
}
