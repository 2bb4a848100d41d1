/** The texts of the check page around the element. */

/** @satisfies {Record<string, import('../../package/checker/report.js').Message>} */
export const TEXTS = {
  title: { zh: '证件照预检', en: 'Portrait check' },
  lead: {
    zh: '上传之前，先看看照片合不合要求。',
    en: 'Find out whether your photo meets the requirements before you upload it.',
  },
  language: { zh: 'English', en: '中文' },
};
