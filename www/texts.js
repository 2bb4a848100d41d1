/**
 * The page's own words. What is said about a photo comes from its report; no limit and no rule stands here.
 * Names in braces are filled in.
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
    zh: '照片只在您自己的设备上检查，不会传到任何地方。',
    en: 'The photo is checked on your own device and sent nowhere.',
  },
  language: { zh: 'English', en: '中文' },
  choose: { zh: '选择照片', en: 'Choose a photo' },
  drop: { zh: '也可以把照片拖到这里，或直接粘贴', en: 'or drop it here, or paste it' },
  checking: { zh: '正在检查……', en: 'Checking …' },
  preview: { zh: '您选的照片', en: 'The photo you chose' },
  accepted: { zh: '没有发现问题', en: 'Nothing wrong was found' },
  rejected: { zh: '照片还需要改一改', en: 'The photo needs some changes' },
  undecided: { zh: '有几项还判断不了', en: 'Some points could not be told' },
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
