/** The texts of the check page around the element. */

/** @satisfies {Record<string, import('../../package/checker/report.js').Message>} */
export const TEXTS = {
  title: { zh: '证件照预检', en: 'Portrait check' },
  lead: {
    zh: '上传之前，先看看照片合不合要求。',
    en: 'Find out whether your photo meets the requirements before you upload it.',
  },
  demands: { zh: '拍照之前，先看这几条', en: 'Before you take the photo' },
  sampleRight: { zh: '这样拍', en: 'Like this' },
  sampleHat: { zh: '戴了帽子', en: 'A hat' },
  sampleFringe: { zh: '刘海遮住眉毛', en: 'Hair over the eyebrows' },
  sampleShadow: { zh: '墙上有影子', en: 'A shadow on the wall' },
  choose: { zh: '换一个考试或机构', en: 'Choose another exam or office' },
  search: { zh: '搜索：名称、机构、地区', en: 'Search: name, office, region' },
  elsewhere: { zh: '其他', en: 'Others' },
  language: { zh: 'English', en: '中文' },
};
