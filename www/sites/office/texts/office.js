/** The texts around the pages. */

import { COMMON_TEXTS, speaker } from '../../../common/texts.js';

/** @satisfies {Record<string, import('../../../package/checker/report.js').Message>} */
export const TEXTS = {
  ...COMMON_TEXTS,
  office: { zh: '照片采集工作台', en: 'Photo collection office' },
  pages: { zh: '页面', en: 'Pages' },
  navReview: { zh: '逐张审核', en: 'Review' },
  navGrid: { zh: '批量审核', en: 'Grid' },
  navDesk: { zh: '咨询台', en: 'Help desk' },
  navCampaigns: { zh: '采集活动', en: 'Campaigns' },
  navStaff: { zh: '人员', en: 'Staff' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  signIn: { zh: '登录', en: 'Sign in' },
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  totp: { zh: '动态验证码（6 位数字）', en: 'One-time password (6 digits)' },
  nameMissing: { zh: '请填写用户名', en: 'Enter your name' },
  passwordMissing: { zh: '请填写密码', en: 'Enter your password' },
  totpMissing: { zh: '请填写验证器上的 6 位数字', en: 'Enter the 6 digits that your authenticator shows' },
  signInWrong: {
    zh: '用户名、密码或动态验证码不对。每个动态验证码只能用一次，请等下一个再试。',
    en: 'The name, the password or the one-time password is wrong. Each one-time password works once: please wait for the next one.',
  },
  signedOut: {
    zh: '登录已失效，请重新登录，登录后回到刚才的页面。',
    en: 'You are not signed in any more. Please sign in; you will come back to this page.',
  },
  noPages: { zh: '您的账号还没有可用的页面', en: 'There are no pages for your account' },
  noPagesHint: { zh: '请联系管理员。', en: 'Please ask an administrator.' },
  cancel: { zh: '取消', en: 'Cancel' },
  dashboard: { zh: '数据看板', en: 'Dashboard' },
  deliveries: { zh: '照片交付', en: 'Deliveries' },
  reviewer: { zh: '审核员', en: 'reviewer' },
  lead: { zh: '审核组长', en: 'lead reviewer' },
  helpdesk: { zh: '咨询员', en: 'help desk' },
  officer: { zh: '考办', en: 'examination office' },
  admin: { zh: '管理员', en: 'administrator' },
};

/** @typedef {keyof typeof TEXTS} Key */

export const text = speaker(TEXTS);
