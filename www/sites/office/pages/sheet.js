/** A notice for the wall: what, when, how, whom to ask, and the code that leads there. It prints on a page of A4. */

import { paragraphs, primary } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { qrCode } from '../qr.js';
import { text } from '../texts/campaigns.js';

/** @typedef {import('../page.js').App} App */
/** @typedef {import('../page.js').Content} Content */
/** @typedef {import('./campaigns.js').Campaign} Campaign */

/** Characters of a notice that fit beside the rest; candidates read the whole at the address. */
const FITS = 420;

/** The sheet is for candidates, and in their language whatever that of the page is. */
const STEPS = [
  '用本人手机扫描二维码，进入采集页面。',
  '选择学历层次，填写姓名和证件号码，授权或验证手机号。',
  '核对信息，上传标准证件照，按页面提示修改。',
];
const PAY = (/** @type {number} */ fen) => `支付采集费用 ${fen / 100} 元。`;
const WAIT = '等待审核，结果以短信通知；未通过的请在截止前重新采集。';

/** @param {App} app @param {Campaign} campaign @returns {Content} */
export function sheet({ language }, { settings, address, state }) {
  const warnings = [
    ...(/\/\/(127\.|localhost)/.test(address) ? [text('sheetLocal', language, { address })] : []),
    ...(state === 'draft' ? [text('sheetDraft', language)] : []),
  ];
  const steps = [...STEPS, ...(settings.fee_fen > 0 ? [PAY(settings.fee_fen)] : []), WAIT];
  const { title, institution, opens, closes, recollection_deadline, consultation, office, notice } = settings;
  const short = notice.length > FITS ? `${notice.slice(0, FITS)}……（全文见采集页面）` : notice;
  const line = (/** @type {string} */ name, /** @type {string} */ value) =>
    h('p', {}, h('strong', {}, `${name}：`), value);
  const page = h(
    'article',
    { class: 'sheet', lang: 'zh-CN' },
    h('p', {}, `${institution.name}（${institution.code}）`),
    h('h2', {}, title),
    h(
      'div',
      { class: 'scan' },
      qrCode(address, address),
      h(
        'div',
        {},
        line('开通时间', `${written(opens, false)} 至 ${written(closes, true)}`),
        h('ol', {}, ...steps.map((step) => h('li', {}, step))),
        line('重新采集截止', written(recollection_deadline, true)),
      ),
    ),
    h('p', { class: 'address' }, address),
    h('section', {}, ...paragraphs(short)),
    line('咨询电话', `${consultation.phone}（${consultation.hours}）`),
    line('信息不符', `请联系${office}核实`),
  );
  return {
    title: text('sheetTitle', language, { title }),
    body: [
      h(
        'div',
        { class: 'screen' },
        h('p', {}, h('a', { href: `#campaigns/${settings.id}` }, text('back', language))),
        h('p', { class: 'hint' }, text('sheetHint', language)),
        ...warnings.map((warning) => h('p', { class: 'note' }, warning)),
        primary(text('print', language), () => print()),
      ),
      page,
    ],
  };
}

/** A local time as people write it; midnight at an end is 24:00 of the day before. @param {string} local @param {boolean} isEnd */
function written(local, isEnd) {
  const date = new Date(`${local}Z`);
  const isMidnight = local.endsWith('T00:00:00');
  if (isEnd && isMidnight) date.setUTCDate(date.getUTCDate() - 1);
  const time = isEnd && isMidnight ? '24:00' : local.slice(11, 16);
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${time}`;
}
