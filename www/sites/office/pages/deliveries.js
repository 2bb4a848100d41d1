/** What goes to the examination office: build, download, verify, receive; what is kept until when; how it is backed up. */

import { ProblemError } from '../../../common/api.js';
import { faultsOf, showFaults } from '../../../common/form.js';
import { facts } from '../../../common/parts.js';
import { moment } from '../../../common/words.js';
import { h } from '../../../package/element/dom.js';
import { act, get, STAFF } from '../api.js';
import { grid } from '../charts.js';
import { chooseCampaign } from '../choose-campaign.js';
import { consent } from '../consent.js';
import { text } from '../texts/deliveries.js';

/** @typedef {import('../../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../texts/deliveries.js').Key} Key */

/**
 * @typedef {object} Delivery
 * @property {string} id
 * @property {number} number
 * @property {'building' | 'ready' | 'received' | 'purged'} state
 * @property {number} photos
 * @property {number} built
 * @property {number} left_out
 * @property {string | null} sha256
 * @property {number | null} bytes
 * @property {number} created
 * @property {number | null} received
 * @property {number | null} verified
 * @property {string[]} differences
 */

/** @typedef {{ photos: number, not_ready: number }} Next */

/**
 * @typedef {object} Plan
 * @property {number} days
 * @property {{ number: number, photos: number, until: number | null }[]} deliveries
 * @property {number} rest_until
 * @property {number} rest_records
 * @property {number} rest_lines
 * @property {{ at: number, delivery?: string, collections?: number, roster_lines?: number, archive_sha256?: string }[]} receipts
 */

/** How often a delivery that is being built or verified is asked for, in milliseconds. */
const EVERY = 1000;

/** How long a verification is waited for, in milliseconds: two minutes for 10,000 photos on a slow disk. */
const PATIENCE = 10 * 60 * 1000;

const KILO = 1000;

/** The program on a command line: as the user of the service, who owns the files, and with its settings. */
const CAMPAIGN =
  'campaign() { runuser -u precheck-campaign -- precheck-campaign --config /etc/precheck-campaign/campaign.toml "$@"; }';

/** @param {App} app @returns {Promise<import('../page.js').Content>} */
export async function deliveries(app) {
  const { language } = app;
  const { campaign, choice } = await chooseCampaign(app, 'deliveries');
  const title = text('deliveries', language);
  if (!campaign) return { title, body: [choice] };
  const of = `?campaign=${encodeURIComponent(campaign)}`;
  const [next, list, plan] = /** @type {[Next, Delivery[], Plan]} */ (
    await Promise.all([get(`deliveries/next${of}`), get(`deliveries${of}`), get(`retention${of}`)])
  );
  const page = { ...app, campaign, faults: h('div', {}) };
  const cards = list.map((delivery) => card(page, delivery)).reverse();
  return {
    title,
    body: [
      h('div', { class: 'bar' }, choice),
      page.faults,
      nextDelivery(page, next, list),
      h('h2', {}, text('list', language)),
      ...(cards.length > 0 ? cards : [h('p', {}, text('noDeliveries', language))]),
      outside(page, list),
      retention(page, plan, list),
      safety(language),
    ],
  };
}

/** @typedef {App & { campaign: string, faults: HTMLElement }} Page */

/**
 * A button that does something, and says what goes wrong.
 * @param {Page} page
 * @param {'main' | 'second'} kind
 * @param {string} label
 * @param {() => Promise<unknown>} action
 */
function button({ faults, handle, language }, kind, label, action) {
  const button = h('button', { type: 'button', class: kind }, label);
  button.addEventListener('click', async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = 'true';
    try {
      await action();
    } catch (error) {
      if (error instanceof ProblemError && handle(error)) return;
      showFaults(faults, faultsOf(error, language), language);
    } finally {
      button.ariaDisabled = null;
    }
  });
  return button;
}

/** What the next delivery would have. @param {Page} page @param {Next} next @param {Delivery[]} list */
function nextDelivery(page, { photos, not_ready }, list) {
  const { language, me, campaign, again } = page;
  const isBuilding = list.some(({ state }) => state === 'building');
  const build = button(page, 'main', text('build', language), async () => {
    const done = await consent({
      title: text('build', language),
      consequence: text('buildConsequence', language, { photos }),
      label: text('buildLabel', language, { photos }),
      act: () => act('POST', 'deliveries', { campaign }),
      language,
    });
    if (done) await again(text('begun', language));
  });
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, text('next', language)),
    h('p', {}, text(photos > 0 ? 'nextPhotos' : 'nextNone', language, { photos })),
    h('p', { class: 'hint' }, text('notReady', language, { count: not_ready })),
    ...(me.role === 'admin' && photos > 0 && !isBuilding ? [build] : []),
    ...(me.role !== 'admin' && photos > 0 ? [h('p', { class: 'hint' }, text('buildByAdmin', language))] : []),
  );
}

/** The name of an archive's file. @param {string} campaign @param {Delivery} delivery */
function fileName(campaign, { number }) {
  return `${campaign}-${number}.zip`;
}

/** Where an archive is downloaded. @param {{ id: string }} delivery */
function archiveAddress({ id }) {
  return `${STAFF}deliveries/${encodeURIComponent(id)}/archive`;
}

/** A length as people say it. @param {number} bytes */
function size(bytes) {
  const mega = bytes / KILO / KILO;
  return mega < KILO ? `${mega.toFixed(1)} MB` : `${(mega / KILO).toFixed(2)} GB`;
}

/** One delivery. @param {Page} page @param {Delivery} delivery @returns {HTMLElement} */
function card(page, delivery) {
  const { language, campaign } = page;
  const { id, number, state, photos, left_out, bytes, sha256, created, received } = delivery;
  const root = h('section', { class: 'card', 'data-delivery': id, 'data-state': state });
  const title = h(
    'h3',
    {},
    text('delivery', language, { number }),
    ' ',
    h('span', { class: 'tag' }, text(state, language)),
  );
  const known = /** @type {[string, string | Node][]} */ ([
    [text('photos', language), String(photos)],
    [text('created', language), moment(created, language)],
  ]);
  if (bytes !== null) known.push([text('size', language), size(bytes)]);
  if (sha256) known.push(['SHA-256', h('code', {}, sha256)]);
  if (received !== null) known.push([text('receivedAt', language), moment(received, language)]);
  root.append(title);
  if (state === 'building') {
    root.append(facts(known), progress(page, delivery));
    return root;
  }
  root.append(facts(known));
  if (left_out > 0) root.append(h('p', { class: 'fault' }, text('leftOut', language, { count: left_out })));
  if (state === 'purged') return root;
  root.append(verification(delivery, language));
  const download = h('a', { class: 'main', href: archiveAddress(delivery), download: fileName(campaign, delivery) });
  download.append(text('download', language));
  root.append(
    h('div', { class: 'buttons' }, download, verifyButton(page, root, delivery), ...receiveButton(page, delivery)),
  );
  return root;
}

/** What the last comparison said. @param {Delivery} delivery @param {Language} language */
function verification({ verified, differences }, language) {
  const place = h('div', { role: 'status', class: 'verified' });
  if (verified === null) {
    place.append(h('p', { class: 'hint' }, text('notVerified', language)));
  } else if (differences.length === 0) {
    place.append(h('p', {}, `✓ ${text('whole', language, { time: moment(verified, language) })}`));
  } else {
    const lines = differences.map((line) => h('li', { lang: 'en' }, line));
    const said = text('different', language, { time: moment(verified, language) });
    place.append(h('p', { class: 'fault' }, said), h('ul', {}, ...lines));
  }
  return place;
}

/** @param {Page} page @param {HTMLElement} root @param {Delivery} delivery */
function verifyButton(page, root, { id }) {
  const { language, left } = page;
  const say = (/** @type {Key} */ key) =>
    root.querySelector('.verified')?.replaceChildren(h('p', {}, text(key, language)));
  const verify = button(page, 'second', text('verify', language), async () => {
    await act('POST', `deliveries/${encodeURIComponent(id)}/verification`);
    say('verifying');
    const ends = Date.now() + PATIENCE;
    while (!left.aborted && Date.now() < ends) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      const now = await current(page, id);
      if (!now || now.verified === null) continue;
      const hadFocus = document.activeElement === verify;
      // All of it: an archive that differs cannot be received.
      const renewed = card(page, now);
      root.replaceWith(renewed);
      if (hadFocus) renewed.querySelector('button')?.focus();
      return;
    }
    say('verifyingLong');
  });
  return verify;
}

/** A delivery as it is now. @param {Page} page @param {string} id @returns {Promise<Delivery | undefined>} */
async function current({ campaign, handle }, id) {
  try {
    const list = await get(`deliveries?campaign=${encodeURIComponent(campaign)}`);
    return list.find((/** @type {Delivery} */ delivery) => delivery.id === id);
  } catch (error) {
    // Who is not signed in any more is asked to; without another answer the page stays as it is.
    if (error instanceof ProblemError) handle(error);
    return undefined;
  }
}

/** @param {Page} page @param {Delivery} delivery */
function receiveButton(page, { id, state, number, differences }) {
  const { language, again } = page;
  if (state !== 'ready' || differences.length > 0) return [];
  const receive = button(page, 'second', text('receive', language), async () => {
    const done = await consent({
      title: text('receive', language),
      consequence: text('receiveConsequence', language),
      label: text('receiveLabel', language),
      act: () => act('POST', `deliveries/${encodeURIComponent(id)}/receipt`),
      language,
    });
    if (done) await again(text('receivedNote', language, { number }));
  });
  return [receive];
}

/** How far an archive is; the page is shown anew when it is there. @param {Page} page @param {Delivery} delivery */
function progress(page, delivery) {
  const { language, left, again } = page;
  const bar = h('progress', { max: delivery.photos, value: delivery.built, 'aria-label': text('building', language) });
  const said = h('p', { role: 'status' });
  const show = (/** @type {Delivery} */ { built, photos }) => {
    bar.value = built;
    said.textContent = text('built', language, { built, photos });
  };
  show(delivery);
  const watch = async () => {
    while (!left.aborted) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
      const now = await current(page, delivery.id);
      if (left.aborted || !now) continue;
      if (now.state !== 'building') return again(text('readyNote', language, { number: now.number }));
      show(now);
    }
  };
  watch();
  return h('div', {}, bar, said);
}

/** Commands, as they are typed. @param {string[]} lines */
function commands(...lines) {
  return h('pre', { tabindex: 0 }, h('code', {}, lines.join('\n')));
}

/** How a download goes on, and how an archive is verified without this service. @param {Page} page @param {Delivery[]} list */
function outside({ language, campaign, me }, list) {
  const last = [...list].reverse().find(({ state }) => state === 'ready' || state === 'received');
  const file = last ? fileName(campaign, last) : `${campaign}-1.zip`;
  const service = new URL(STAFF, location.href).href;
  const signIn = JSON.stringify({ name: me.name, password: text('yourPassword', language), totp: '123456' });
  return h(
    'details',
    { class: 'card' },
    h('summary', {}, text('outside', language)),
    h('h3', {}, text('resume', language)),
    h('p', {}, text('resumeText', language)),
    commands(
      `curl --cookie-jar jar --header 'Content-Type: application/json' --data '${signIn}' ${service}sessions`,
      `curl --cookie jar --continue-at - --output ${file} ${new URL(archiveAddress(last ?? { id: 'ID' }), location.href)}`,
    ),
    h('h3', {}, text('verifyOutside', language)),
    h('p', {}, text('verifyOutsideText', language)),
    commands(
      `sha256sum ${file}`,
      `unzip -t ${file}`,
      `unzip -q ${file} -d delivery && cd delivery && sha256sum --check --quiet SHA256SUMS`,
      `precheck-campaign verify ${file}`,
    ),
  );
}

/** What is kept until when, and what is gone. @param {Page} page @param {Plan} plan @param {Delivery[]} list */
function retention(page, { days, deliveries, rest_until, rest_records, rest_lines, receipts }, list) {
  const { language, me, campaign, again } = page;
  const kept = deliveries.map(({ number, photos, until }) => [
    text('delivery', language, { number }),
    text('keptPhotos', language, { photos }),
    until === null ? text('untilReceipt', language, { days }) : moment(until, language),
  ]);
  const rest = text('restCount', language, { records: rest_records, lines: rest_lines });
  kept.push([text('rest', language), rest, moment(rest_until, language)]);
  const gone = receipts.map((receipt) => [
    moment(receipt.at, language),
    receipt.delivery
      ? text('delivery', language, { number: list.find(({ id }) => id === receipt.delivery)?.number ?? '?' })
      : text('rest', language),
    text('goneCount', language, { records: receipt.collections ?? 0, lines: receipt.roster_lines ?? 0 }),
  ]);
  const purge = button(page, 'second', text('purge', language), async () => {
    const done = await consent({
      title: text('purge', language),
      consequence: text('purgeConsequence', language),
      label: text('purgeLabel', language),
      act: () => act('POST', 'retention', { campaign }),
      language,
    });
    if (done) await again(text('purgeNote', language));
  });
  const head = (/** @type {Key[]} */ ...keys) => keys.map((key) => text(key, language));
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, text('retention', language)),
    h('p', {}, text('retentionText', language, { days })),
    grid(head('what', 'how', 'until'), kept),
    ...(me.role === 'admin' ? [purge] : []),
    h('h3', {}, text('receipts', language)),
    gone.length > 0 ? grid(head('when', 'what', 'how'), gone) : h('p', {}, text('noReceipts', language)),
  );
}

/** How everything is backed up and restored: by whoever runs the service. @param {Language} language */
function safety(language) {
  return h(
    'details',
    { class: 'card' },
    h('summary', {}, text('safety', language)),
    h('p', {}, text('backupText', language)),
    commands(CAMPAIGN, 'campaign backup /var/backups/precheck-campaign/$(date +%F)'),
    h('p', {}, text('restoreText', language)),
    commands(
      'systemctl stop precheck-campaign',
      'mv /var/lib/precheck-campaign /var/lib/precheck-campaign.damaged',
      'cp -r /var/backups/precheck-campaign/2022-06-20 /var/lib/precheck-campaign',
      'chown -R precheck-campaign: /var/lib/precheck-campaign && chmod 0700 /var/lib/precheck-campaign',
      CAMPAIGN,
      'campaign fsck --thorough && systemctl start precheck-campaign',
    ),
    h('p', {}, text('restoreAfter', language)),
  );
}
