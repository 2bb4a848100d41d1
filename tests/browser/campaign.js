/** What the tests of the candidate's pages share: a campaign of their own, on the real service and the real simulator. */

import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { residentNumberFault } from '../../www/sites/campaign/id-number.js';
import { ROOT } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Browser} Browser */

/** The campaign of the sample file. */
export const CAMPAIGN = 'beijing-zikao-2022';

/** How many people are in the roster. */
const CANDIDATES = 60;

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/**
 * @typedef {object} Campaign
 * @property {string} url of the service
 * @property {string} simulator its address
 * @property {(phone: string) => Promise<string>} codeOf the code that was sent last to a phone
 * @property {(phone: string) => Promise<string[]>} messagesOf the templates that were sent to a phone
 * @property {(number: number, verdict: 'approve' | 'reject', reasons?: string[]) => Promise<void>} review decides somebody's photo
 * @property {(faults: object[]) => Promise<void>} spoil sets the simulator's faults
 * @property {() => Promise<any>} ledger what the simulator has booked
 * @property {Record<string, Credentials>} staff who else can sign in, by name
 * @property {() => Promise<void>} stop
 */

/** The built pages. */
export function campaignSite() {
  return builtSite('campaign', process.env.PRECHECK_CAMPAIGN_SITE);
}

/** @param {string} name of a site @param {string | undefined} named where it is */
export function builtSite(name, named) {
  const folder = named ?? join(ROOT, 'target/site', name);
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Error(`${folder}/index.html is missing; build it by \`cargo xtask site\``);
}

/** @param {string} name of a program @param {string | undefined} named where it is */
function programPath(name, named) {
  const path = named ?? join(ROOT, 'target/debug', name);
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing; build it by \`cargo build --package ${name}\``);
}

/** What a member of staff signs in with. @typedef {{ name: string, password: string, secret: string }} Credentials */

/**
 * The folder of a service, its simulator, its commands, and how it is started.
 * @param {string} [site] the folder of the office's pages
 */
async function place(site) {
  const folder = await mkdtemp(join(tmpdir(), 'campaign-'));
  const simulator = await start(programPath('precheck-simulator', process.env.PRECHECK_SIMULATOR), [
    '--listen',
    '127.0.0.1:0',
  ]);
  const program = programPath('precheck-campaign', process.env.PRECHECK_CAMPAIGN);
  const merchant = join(folder, 'merchant.toml');
  await writeFile(merchant, await (await fetch(`${simulator.url}/_control/merchant`)).text());
  const listen = `127.0.0.1:${await freePort()}`;
  const environment = {
    ...process.env,
    PRECHECK_CAMPAIGN__DATA: join(folder, 'data'),
    PRECHECK_CAMPAIGN__WECHAT: simulator.url,
    PRECHECK_CAMPAIGN__SMS: simulator.url,
    PRECHECK_CAMPAIGN__GATEWAY: simulator.url,
    PRECHECK_CAMPAIGN__MERCHANT: merchant,
    PRECHECK_CAMPAIGN__PAY_PAGE: `${simulator.url}/pay`,
    PRECHECK_CAMPAIGN__PUBLIC_ADDRESS: `http://${listen}`,
    PRECHECK_CAMPAIGN__TRIES_PER_ADDRESS: '1000',
    PRECHECK_SERVER__LOG: 'error',
  };
  const operate = (/** @type {string[]} */ ...command) => {
    const { status, stdout, stderr } = spawnSync(program, command, { cwd: folder, env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const pages = ['--www', campaignSite(), ...(site ? ['--office', site] : [])];
  const serve = () => start(program, ['serve', '--listen', listen, ...pages], environment);
  /** @param {string} phone @returns {Promise<{ template: string, variables: string[] }[]>} */
  const messages = async (phone) =>
    (await (await fetch(`${simulator.url}/_control/ledger?phone=${phone}`)).json()).messages;
  const codeOf = async (/** @type {string} */ phone) => {
    const sent = (await messages(phone)).filter(({ template }) => template === 'login-code');
    return sent[sent.length - 1].variables[0];
  };
  return { folder, simulator, operate, serve, messages, codeOf };
}

/**
 * A service with an empty database.
 * @param {object} options
 * @param {string} options.site the folder of the office's pages
 */
export async function emptyService({ site }) {
  const { folder, simulator, operate, serve, codeOf } = await place(site);
  const service = await serve();
  const stop = async () => {
    await Promise.all([service.stop(), simulator.stop()]);
    await rm(folder, { recursive: true });
  };
  return { url: service.url, operate, codeOf, stop };
}

/** So many people as a roster. @param {number} candidates */
export function rosterFile(candidates) {
  const lines = Array.from({ length: candidates }, (_, number) => {
    const { name, idNumber, studentNumber } = candidate(number);
    return `本科,${name},居民身份证,${idNumber},${studentNumber}`;
  });
  return ['学历层次,姓名,证件类型,证件号码,学号', ...lines, ''].join('\n');
}

/**
 * A campaign that is open, with its roster, a reviewer, and the service and the simulator running.
 * @param {Record<string, string>} [changes] of keys of the campaign file
 * @param {object} [office]
 * @param {string} [office.site] the folder of the office's pages
 * @param {Record<string, string>} [office.roles] of further members of staff, by name
 * @param {number} [office.people] in the roster
 * @returns {Promise<Campaign>}
 */
export async function startCampaign(changes = {}, { site, roles = {}, people = CANDIDATES } = {}) {
  const { folder, simulator, operate, serve, messages, codeOf } = await place(site);
  await writeFile(join(folder, 'campaign.toml'), await campaignFile(changes));
  operate('create', 'campaign.toml');
  await writeFile(join(folder, 'roster.csv'), rosterFile(people));
  operate('import', CAMPAIGN, 'roster.csv');
  // Photos are decided by one of his own: each one-time password works once.
  const decider = credentials(operate('staff', 'add', 'decider', '--role', 'reviewer'));
  const staff = Object.fromEntries(
    Object.entries(roles).map(([name, role]) => [name, credentials(operate('staff', 'add', name, '--role', role))]),
  );
  const service = await serve();
  const reviewer = await signIn(service.url, decider);
  return {
    url: service.url,
    simulator: simulator.url,
    staff,
    codeOf,
    messagesOf: async (phone) => (await messages(phone)).map(({ template }) => template),
    async review(number, verdict, reasons = []) {
      const { name } = candidate(number);
      const decide = (/** @type {string} */ id, /** @type {object} */ decision) =>
        reviewer('PUT', `reviews/${id}`, decision);
      for (;;) {
        const { reviews } = await (await reviewer('GET', 'reviews/next?count=5')).json();
        if (reviews.length === 0) throw new Error(`no photo of ${name} is in review`);
        for (const { id } of reviews) {
          const identity = await (await reviewer('GET', `reviews/${id}/identity`)).json();
          if (identity.name === name) {
            return void (await decide(id, verdict === 'reject' ? { verdict, reasons } : { verdict }));
          }
        }
        // Those whom other tests have left there.
        await decide(reviews[0].id, { verdict: 'approve' });
      }
    },
    async spoil(faults) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(faults);
      const answer = await fetch(`${simulator.url}/_control/faults`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`faults: ${answer.status} ${await answer.text()}`);
    },
    ledger: async () => (await fetch(`${simulator.url}/_control/ledger`)).json(),
    async stop() {
      await Promise.all([service.stop(), simulator.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** The date in so many days. @param {number} days */
export function day(days) {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

/** The sample with a window around this moment. @param {Record<string, string>} changes */
async function campaignFile(changes) {
  const sample = await readFile(join(ROOT, 'crates/campaign/campaign.toml'), 'utf8');
  const values = {
    opens: `${day(-2)}T00:00:00`,
    closes: `${day(3)}T00:00:00`,
    recollection_deadline: `${day(10)}T00:00:00`,
    undo_seconds: '0',
    second_percent: '0',
    ...changes,
  };
  return Object.entries(values).reduce((file, [key, value]) => {
    const line = new RegExp(`^${key} = .*`, 'm');
    if (!line.test(file)) throw new Error(`the sample has no key ${key}`);
    return file.replace(line, `${key} = ${value}`);
  }, sample);
}

/** Somebody of the roster. @param {number} number */
export function candidate(number) {
  const digits = `11010119900307${String(number).padStart(3, '0')}`;
  const idNumber = [...'0123456789X'].map((check) => digits + check).find((id) => !residentNumberFault(id)) ?? '';
  return {
    name: `王梦${String.fromCodePoint(0x4e00 + number)}`,
    idNumber,
    studentNumber: `0501110${String(number).padStart(3, '0')}`,
    phone: `139${String(10_000_000 + number)}`,
  };
}

/** A port that nobody listens on: WeChat Pay's notices go to an address that is known before. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program that says where it listens.
 * @param {string} program
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ url: string, stop: () => Promise<unknown> }>}
 */
async function start(program, parameters, env = process.env) {
  const child = spawn(program, parameters, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stop = () => {
    child.kill();
    return ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const address = line.match(/http:\/\/[\d.]+:\d+/);
    if (!address) continue;
    child.stdout.resume();
    return { url: address[0], stop };
  }
  throw new Error(`${program} ended before it said where it listens`);
}

/** @param {string} printed by `staff add` @returns {Credentials} */
export function credentials(printed) {
  const [, name] = printed.match(/^name (.+)$/m) ?? [];
  const [, password] = printed.match(/^password (.+)$/m) ?? [];
  const [, secret] = printed.match(/secret=([A-Z2-7]+)/) ?? [];
  return { name, password, secret };
}

/**
 * Signs a member of staff in; gives a function that asks on their behalf.
 * @param {string} url
 * @param {Credentials} credentials
 */
async function signIn(url, { name, password, secret }) {
  const address = (/** @type {string} */ path) => `${url}/api/v1/staff/${path}`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name, password, totp: oneTimePassword(secret) });
  const answer = await fetch(address('sessions'), { method: 'POST', headers, body });
  const [cookie] = answer.headers.get('set-cookie')?.split(';') ?? [];
  if (!answer.ok || !cookie) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return async (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object | undefined} */ body = undefined,
  ) => {
    const sent = body && JSON.stringify(body);
    const answer = await fetch(address(path), { method, headers: { ...headers, cookie }, body: sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
}

/** The one-time password of this moment (RFC 6238). @param {string} secret in base 32 */
export function oneTimePassword(secret) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / (30 * SECOND))));
  const tag = createHmac('sha1', key).update(step).digest();
  const word = tag.readUInt32BE(tag[tag.length - 1] & 15) & 0x7fff_ffff;
  return String(word % 1_000_000).padStart(6, '0');
}

/** The outline of the person in `astronaut.png`, in its pixels. */
const OUTLINE = [
  [80, 400],
  [80, 235],
  [110, 211],
  [115, 187],
  [125, 171],
  [143, 156],
  [163, 149],
  [184, 150],
  [182, 132],
  [173, 123],
  [159, 103],
  [154, 77],
  [158, 57],
  [174, 44],
  [192, 33],
  [213, 21],
  [237, 17],
  [266, 24],
  [289, 44],
  [300, 73],
  [297, 104],
  [282, 124],
  [269, 134],
  [260, 147],
  [255, 177],
  [279, 194],
  [296, 214],
  [304, 236],
  [332, 254],
  [346, 277],
  [362, 333],
  [363, 400],
];

/**
 * Portraits as JPEG: `good` ones the check accepts, since the person is put before a plain background; `bad` ones show the same
 * person before the background of the picture.
 * @param {Browser} browser
 */
export async function portraits(browser) {
  const png = (await readFile(join(ROOT, 'tests/fixtures/astronaut.png'))).toString('base64');
  const page = await browser.newPage();
  const draw = async (/** @type {{ isCut: boolean, quality: number }} */ options) => {
    const bytes = await page.evaluate(
      async ({ png, outline, isCut, quality }) => {
        const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
        const canvas = new OffscreenCanvas(960, 1280);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
        context.fillStyle = 'rgb(214, 226, 238)';
        context.fillRect(0, 0, 960, 1280);
        context.scale(960 / 277, 1280 / 370);
        context.translate(-89, 0);
        context.beginPath();
        for (const [x, y] of outline) context.lineTo(x, y);
        if (isCut) context.clip();
        context.drawImage(picture, 0, 0);
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
        return [...new Uint8Array(await blob.arrayBuffer())];
      },
      { png, outline: OUTLINE, ...options },
    );
    return { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) };
  };
  const drawn = {
    good: await draw({ isCut: true, quality: 0.92 }),
    otherGood: await draw({ isCut: true, quality: 0.9 }),
    bad: await draw({ isCut: false, quality: 0.92 }),
    otherBad: await draw({ isCut: false, quality: 0.9 }),
    thirdBad: await draw({ isCut: false, quality: 0.88 }),
  };
  await page.close();
  return drawn;
}
