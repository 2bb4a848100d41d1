/**
 * The words of the element and of the page around it. What is said about a photo comes from its report; no
 * limit and no rule stands here. Names in braces are filled in. Units bear the names that reports give them.
 */

/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Message} Message */

/** @satisfies {Record<string, Message>} */
export const TEXTS = {
  title: { zh: '证件照预检', en: 'Portrait check' },
  lead: {
    zh: '上传之前，先看看照片合不合要求。',
    en: 'See whether your photo meets the notice before you upload it.',
  },
  privacy: {
    zh: '检查只在您自己的设备上进行，不会把照片传到任何地方。',
    en: 'The check runs on your own device and sends your photo nowhere.',
  },
  language: { zh: 'English', en: '中文' },
  choose: { zh: '选择照片', en: 'Choose a photo' },
  chooseAnother: { zh: '换一张照片', en: 'Another photo' },
  drop: { zh: '也可以把照片拖到这里，或直接粘贴', en: 'or drop it here, or paste it' },
  checking: { zh: '正在检查……', en: 'Checking …' },
  preview: { zh: '您选的照片', en: 'The photo you chose' },
  marks: { zh: '照片上的标记：{numbers}', en: 'Marks on the photo: {numbers}' },
  framed: {
    zh: '位置：照片上标有 {number} 的方框（左边 {x}、上边 {y}，宽 {width}、高 {height} 像素）。',
    en: 'Where: the frame marked {number} on the photo ({x} from the left, {y} from the top, {width} × {height} pixels).',
  },
  everywhere: { zh: '位置：整张照片。', en: 'Where: the whole photo.' },
  accepted: { zh: '没有必须修改的地方', en: 'Nothing needs to be changed' },
  rejected: { zh: '照片还需要改一改', en: 'The photo needs some changes' },
  undecided: {
    zh: '没有必须修改的地方，但还有几项没能检查',
    en: 'Nothing needs to be changed so far, but some points are still open',
  },
  modelsMissing: {
    zh: '有 {open} 项要看清人脸才能判断，这里暂时查不了，请您对照通知自己看一看。',
    en: '{open} points need a look at the face, which is not possible here yet. Please go through them yourself.',
  },
  someOpen: {
    zh: '有 {open} 项没能判断，原因写在下面，请您对照通知自己看一看。',
    en: '{open} points could not be told; the reasons stand below. Please go through them yourself.',
  },
  notice: { zh: '通知原文', en: 'The notice says' },
  advice: { zh: '怎么改', en: 'What to do' },
  atLeast: { zh: '测得 {value}，要求不低于 {low}。', en: 'Measured: {value}; allowed: at least {low}.' },
  atMost: { zh: '测得 {value}，要求不超过 {high}。', en: 'Measured: {value}; allowed: at most {high}.' },
  moreThan: { zh: '测得 {value}，要求大于 {low}。', en: 'Measured: {value}; allowed: more than {low}.' },
  between: { zh: '测得 {value}，要求在 {low} 到 {high} 之间。', en: 'Measured: {value}; allowed: from {low} to {high}.' },
  bytes: { zh: '{value} 字节', en: '{value} bytes' },
  '%': { zh: '{value}%', en: '{value}%' },
  times: { zh: '{value} 倍', en: '{value} times' },
  px: { zh: '{value} 像素', en: '{value} pixels' },
  'grey levels': { zh: '{value} 级灰度', en: '{value} grey levels' },
  'jpeg quality': { zh: '{value}（JPEG 质量）', en: '{value} (JPEG quality)' },
  dE: { zh: '{value}（色差）', en: '{value} (colour difference)' },
  fail: { zh: '需要修改', en: 'To be mended' },
  warn: { zh: '建议留意', en: 'Worth a look' },
  'not-assessed': { zh: '暂时无法判断', en: 'Could not be told' },
  'for-human': { zh: '请您自己核对', en: 'Please check yourself' },
  information: { zh: '请注意', en: 'Please note' },
  pass: { zh: '符合要求', en: 'Fine' },
  tooLong: {
    zh: '这个文件有 {size} MB，超过了能检查的 {max} MB。请换一张小一点的照片。',
    en: 'This file has {size} MB, more than the {max} MB that can be checked. Please choose a smaller one.',
  },
  required: { zh: '请先选择一张照片。', en: 'Please choose a photo.' },
  failed: {
    zh: '这次没能检查成功，照片还在您的设备上。请再试一次，或换一个浏览器。（{reason}）',
    en: 'The check did not work; your photo is still on your device. Please try again, or another browser. ({reason})',
  },
};

/**
 * @param {keyof typeof TEXTS} key
 * @param {Language} language
 * @param {Record<string, string>} [values]
 */
export function text(key, language, values = {}) {
  return TEXTS[key][language].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * A number with its unit.
 * @param {number} value
 * @param {string} unit as reports write it
 * @param {Language} language
 */
export function quantity(value, unit, language) {
  const number = value.toLocaleString(language, { maximumFractionDigits: 2 });
  return unit in TEXTS ? text(/** @type {keyof typeof TEXTS} */ (unit), language, { value: number }) : `${number} ${unit}`;
}
