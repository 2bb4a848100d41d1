/** The settings of a campaign as a form. The server says what is wrong with which key. */

import { api, ProblemError } from '../../../common/api.js';
import { checkbox, Faults, form, select, textField } from '../../../common/form.js';
import { dropTyped, keepTyped, typedText } from '../../../common/typed.js';
import { h } from '../../../package/element/dom.js';
import { act } from '../api.js';
import { text } from '../texts/campaigns.js';

/** @typedef {import('../../../common/form.js').Field} Field */
/** @typedef {import('../../../common/form.js').Fault} Fault */
/** @typedef {import('../../../package/checker/report.js').Message} Message */
/** @typedef {import('../../../package/element/dom.js').Attributes} Attributes */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../texts/campaigns.js').Key} Key */

/**
 * What an office decides. `campaign.toml` of the service explains every key.
 * @typedef {object} Settings
 * @property {string} id
 * @property {string} title
 * @property {'draft' | 'published'} state
 * @property {{ name: string, code: string }} institution
 * @property {string[]} levels
 * @property {string} profile
 * @property {number} fee_fen
 * @property {boolean} fee_again
 * @property {string} opens
 * @property {string} closes
 * @property {number} upload_grace_minutes
 * @property {string} recollection_deadline
 * @property {number} free_attempts
 * @property {number} appeal_after_refusals
 * @property {string} notice
 * @property {string} reminder
 * @property {{ phone: string, hours: string }} consultation
 * @property {string} office
 * @property {{ accepted_percent: number, second_percent: number, undo_seconds: number }} review
 * @property {{ photo_names: string, retention_days: number }} delivery
 */

/** The place of a campaign that is not there yet, in the address. No id has a `+`. */
export const NEW = '+';

/** What most campaigns begin with. @type {Settings} */
const USUAL = {
  id: '',
  title: '',
  state: 'draft',
  institution: { name: '', code: '' },
  levels: ['专科', '本科'],
  profile: 'beijing-zikao-2022',
  fee_fen: 0,
  fee_again: false,
  opens: '',
  closes: '',
  upload_grace_minutes: 15,
  recollection_deadline: '',
  free_attempts: 5,
  appeal_after_refusals: 3,
  notice: '',
  reminder:
    '请准备好大于 50KB 的 JPG 证件照，并在网络良好的地方上传。上传后请关注审核结果；如照片审核失败，需要重新采集。',
  consultation: { phone: '', hours: '9:30-17:00' },
  office: '',
  review: { accepted_percent: 100, second_percent: 5, undo_seconds: 10 },
  delivery: { photo_names: '{student_number}.jpg', retention_days: 30 },
};

const FEN_PER_YUAN = 100;

const { get: getPublic } = api('../api/v1/');

/**
 * The form; it saves a new campaign as a draft, and an old one at the version that was shown.
 * @param {App} app
 * @param {{ settings: Settings, version: number } | null} campaign
 */
export async function settingsForm(app, campaign) {
  const { language } = app;
  const settings = campaign?.settings ?? USUAL;
  const fields = new Fields(app, settings, campaign?.version ?? 0);
  const { parts, read } = await layout(fields, app, campaign !== null);
  const body = form({
    language,
    parts,
    submit: text('save', language),
    check: () => fields.check(),
    send: async () => {
      const written = read();
      try {
        await act('POST', `campaigns?version=${campaign?.version ?? 0}`, written);
      } catch (error) {
        throw error instanceof ProblemError ? fields.explained(error) : error;
      }
      dropTyped(...fields.names());
      if (campaign) await app.again(text('saved', language));
      else app.go(`campaigns/${written.id}`);
    },
    handle: app.handle,
  });
  body.classList.add('settings');
  return body;
}

/** The fields by the keys of the settings, and how their values are read. */
class Fields {
  /** @param {App} app @param {Settings} settings @param {number} version */
  constructor(app, settings, version) {
    this.app = app;
    this.settings = settings;
    this.version = version;
    /** @type {Map<string, Field & { label: string }>} */
    this.byKey = new Map();
    /** @type {[Field, RegExp, Key][]} what a field has to look like before anything is sent */
    this.forms = [];
  }

  /** The value that the settings have at a key. @param {string} key @returns {any} */
  value(key) {
    return key.split('.').reduce((value, part) => value[part], /** @type {any} */ (this.settings));
  }

  /** What is typed is kept by campaign and version: it must not fill a form over what another has saved. @param {string} key */
  name(key) {
    return `settings-${this.settings.id || 'new'}-${this.version}-${key.replace('.', '-')}`;
  }

  names() {
    return [...this.byKey.keys()].map((key) => this.name(key));
  }

  /** @template {Field} Made @param {string} key @param {Made} field @param {string} label @returns {Made} */
  add(key, field, label) {
    this.byKey.set(key, { ...field, label });
    return field;
  }

  /** @param {string} key @param {Attributes} attributes @param {Key} [label] @param {string} [value] */
  line(key, attributes = {}, label = /** @type {Key} */ (key), value = String(this.value(key))) {
    const words = text(label, this.app.language);
    const field = textField(this.name(key), words, { type: 'text', autocomplete: 'off', ...attributes });
    const input = /** @type {HTMLInputElement} */ (field.input);
    input.value ||= value;
    return this.add(key, field, words);
  }

  /** @param {string} key */
  count(key) {
    const field = this.line(key, { inputmode: 'numeric', class: 'short' });
    this.forms.push([field, /^\d{1,9}$/, 'missing']);
    return field;
  }

  /** A moment to the minute. @param {string} key */
  time(key) {
    return this.line(key, { type: 'datetime-local', class: 'short' }, undefined, this.value(key).slice(0, 16));
  }

  /** Several lines. @param {string} key @param {number} rows @param {string} [value] @returns {Field} */
  area(key, rows, value = this.value(key)) {
    const [name, label] = [this.name(key), text(/** @type {Key} */ (key), this.app.language)];
    const input = h('textarea', { id: name, name, rows, lang: 'zh-CN', 'aria-describedby': `${name}-error` });
    input.value = typedText(name) || value;
    input.addEventListener('input', () => keepTyped(name, input.value));
    const error = h('p', { id: `${name}-error`, class: 'fault' });
    const root = h('div', { class: 'field wide' }, h('label', { for: name }, label), error, input);
    return this.add(key, { root, input, error, value: () => input.value.trim() }, label);
  }

  /** @returns {Fault[]} */
  check() {
    const { language } = this.app;
    return this.forms.flatMap(([field, form, message]) =>
      form.test(field.value()) ? [] : [{ message: text(message, language), field }],
    );
  }

  /** What the server says about keys, at their fields. @param {ProblemError} error */
  explained(error) {
    const { language } = this.app;
    if (error.problem.code === 'version-conflict') return new Faults([{ message: text('conflict', language) }]);
    const details = /** @type {{ flaws?: { key: string | null, message: Message }[] } | undefined} */ (
      error.problem.details
    );
    const faults = (details?.flaws ?? []).map(({ key, message }) => {
      const field = this.byKey.get(key ?? '');
      const words = { label: field?.label ?? key ?? '', message: message[language] };
      return { message: text('at', language, words), field };
    });
    return faults.length > 0 ? new Faults(faults) : error;
  }
}

/**
 * @param {Fields} fields
 * @param {App} app
 * @param {boolean} exists
 * @returns {Promise<{ parts: (Node | Field)[], read: () => Settings }>}
 */
async function layout(fields, app, exists) {
  const { language } = app;
  const heading = (/** @type {Key} */ key) => h('h3', {}, text(key, language));
  const id = fields.line(
    'id',
    exists ? { readonly: true } : { autocapitalize: 'none', spellcheck: 'false', maxlength: 64 },
  );
  const chinese = { lang: 'zh-CN', maxlength: 200 };
  const title = fields.line('title', chinese, 'campaignTitle');
  const institution = fields.line('institution.name', chinese);
  const code = fields.line('institution.code', { class: 'short', maxlength: 32 });
  const levels = fields.area('levels', 3, fields.value('levels').join('\n'));
  const [opens, closes] = [fields.time('opens'), fields.time('closes')];
  const deadline = fields.time('recollection_deadline');
  const grace = fields.count('upload_grace_minutes');
  const { field: profile, explained } = await profileField(fields, language);
  const [attempts, appeal] = [fields.count('free_attempts'), fields.count('appeal_after_refusals')];
  const accepted = fields.count('review.accepted_percent');
  const secondLook = fields.count('review.second_percent');
  const undo = fields.count('review.undo_seconds');
  const yuan = String(fields.value('fee_fen') / FEN_PER_YUAN);
  const fee = fields.line('fee_fen', { inputmode: 'decimal', class: 'short' }, 'fee_fen', yuan);
  fields.forms.push([fee, /^\d{1,7}(\.\d{1,2})?$/, 'feeWrong']);
  const again = checkbox(fields.name('fee_again'), text('fee_again', language), fields.value('fee_again'));
  const [notice, reminder] = [fields.area('notice', 8), fields.area('reminder', 3)];
  const phone = fields.line('consultation.phone', { class: 'short', maxlength: 200 });
  const hours = fields.line('consultation.hours', { class: 'short', maxlength: 200 });
  const office = fields.line('office', chinese);
  const names = fields.line('delivery.photo_names', { spellcheck: 'false', maxlength: 200 });
  const retention = fields.count('delivery.retention_days');
  const number = (/** @type {Field} */ field) => Number(field.value());
  const time = (/** @type {Field} */ field) => (field.value() ? `${field.value()}:00` : '');
  const read = () => ({
    id: id.value(),
    title: title.value(),
    // A campaign is published by its own button, which says what follows.
    state: /** @type {const} */ ('draft'),
    institution: { name: institution.value(), code: code.value() },
    levels: levels
      .value()
      .split('\n')
      .map((level) => level.trim())
      .filter(Boolean),
    profile: profile.value(),
    fee_fen: Math.round(number(fee) * FEN_PER_YUAN),
    fee_again: again.input.checked,
    opens: time(opens),
    closes: time(closes),
    upload_grace_minutes: number(grace),
    recollection_deadline: time(deadline),
    free_attempts: number(attempts),
    appeal_after_refusals: number(appeal),
    notice: notice.value(),
    reminder: reminder.value(),
    consultation: { phone: phone.value(), hours: hours.value() },
    office: office.value(),
    review: {
      accepted_percent: number(accepted),
      second_percent: number(secondLook),
      undo_seconds: number(undo),
    },
    delivery: { photo_names: names.value(), retention_days: number(retention) },
  });
  const parts = [
    heading('general'),
    title,
    id,
    institution,
    code,
    levels,
    heading('dates'),
    opens,
    closes,
    deadline,
    grace,
    heading('photo'),
    profile,
    explained,
    attempts,
    appeal,
    accepted,
    secondLook,
    undo,
    heading('money'),
    fee,
    again,
    heading('texts'),
    notice,
    reminder,
    phone,
    hours,
    office,
    heading('deliveryGroup'),
    names,
    retention,
  ];
  return { parts, read };
}

/** @typedef {{ sentence: string, english: string, severity: 'reject' | 'warn' | 'advise', name: Message, allowed: Message }} Clause */

/**
 * Which profile, with what it checks: asked for when somebody opens it.
 * @param {Fields} fields
 * @param {import('../../../package/checker/protocol.js').Language} language
 */
async function profileField(fields, language) {
  /** @type {{ id: string, title: Message, office: Message | null }[]} */
  const profiles = await getPublic('profiles');
  const options = profiles.map(({ id, title, office }) => ({
    value: id,
    label: office ? `${title[language]}（${office[language]}）` : title[language],
  }));
  const label = text('profile', language);
  const name = fields.name('profile');
  const field = fields.add('profile', select(name, label, options), label);
  const input = /** @type {HTMLSelectElement} */ (field.input);
  if (!typedText(name)) input.value = fields.value('profile');
  const place = h('div', {});
  const explained = h('details', { class: 'wide' }, h('summary', {}, text('explain', language)), place);
  const explain = async () => {
    if (!explained.open) return;
    const id = input.value;
    /** @type {{ summary: { clauses: Clause[] } }} */
    const { summary } = await getPublic(`profiles/${encodeURIComponent(id)}`);
    if (id === input.value) place.replaceChildren(clauses(summary.clauses, language));
  };
  explained.addEventListener('toggle', explain);
  input.addEventListener('change', explain);
  return { field, explained };
}

/** @param {Clause[]} clauses @param {import('../../../package/checker/protocol.js').Language} language */
function clauses(clauses, language) {
  const columns = /** @type {const} */ (['sentence', 'checked', 'severity']);
  const head = h('tr', {}, ...columns.map((key) => h('th', { scope: 'col' }, text(key, language))));
  const rows = clauses.map(({ sentence, english, severity, name, allowed }) =>
    h(
      'tr',
      {},
      h('td', {}, language === 'zh' ? sentence : english),
      h('td', {}, [name[language], allowed[language]].filter(Boolean).join(' · ')),
      h('td', {}, text(severity, language)),
    ),
  );
  return h('div', { class: 'scrolled', tabindex: 0 }, h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows)));
}
