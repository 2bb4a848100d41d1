/** The texts of the page about members of staff. */

import { COMMON_TEXTS, speaker } from '../../../common/texts.js';

/** @satisfies {Record<string, import('../../../package/checker/report.js').Message>} */
export const TEXTS = {
  ...COMMON_TEXTS,
  title: { zh: '人员', en: 'Staff' },
  name: { zh: '用户名', en: 'Name' },
  role: { zh: '角色', en: 'Role' },
  sessions: { zh: '登录中', en: 'Signed in' },
  state: { zh: '状态', en: 'State' },
  acts: { zh: '操作', en: 'Acts' },
  active: { zh: '可以登录', en: 'may sign in' },
  revoked: { zh: '已停用', en: 'revoked' },
  locked: { zh: '密码多次输错，{time} 前不能登录', en: 'wrong passwords: locked until {time}' },
  add: { zh: '添加人员', en: 'Add a person' },
  nameMissing: { zh: '请填写用户名，前后不要有空格', en: 'Enter a name, without spaces around it' },
  renew: { zh: '换新密码', en: 'New password' },
  renewOf: { zh: '给“{name}”换新密码', en: 'A new password for {name}' },
  renewConsequence: {
    zh: '旧密码和旧的动态验证码立即失效，正在登录的会退出；停用的人可以重新登录。新密码只显示一次。',
    en: 'The old password and one-time passwords end at once, and so do open sessions; who was revoked may sign in again. The new password is shown once.',
  },
  revoke: { zh: '停用', en: 'Revoke' },
  revokeOf: { zh: '停用“{name}”', en: 'Revoke {name}' },
  revokeConsequence: {
    zh: '此人立即退出，不能再登录，手上的照片交还；已经做的决定不变。以后可以用“换新密码”恢复。',
    en: 'The person is signed out at once, cannot sign in any more, and gives back the photos at hand; decisions stay. “New password” lets the person in again.',
  },
  revokedNote: { zh: '已停用：{name}', en: 'Revoked: {name}' },
  once: { zh: '“{name}”的登录信息，只显示这一次', en: 'How {name} signs in: shown this once' },
  onceHint: {
    zh: '请当面或用安全的方式交给本人：用验证器（如微信小程序“腾讯身份验证器”、Microsoft Authenticator）扫描二维码，登录时填写验证器上的 6 位数字。离开这一页后无法再查看。',
    en: 'Hand it over in person or by a safe way: an authenticator app scans the code, and shows the six digits for signing in. It cannot be seen again after this page.',
  },
  password: { zh: '密码', en: 'Password' },
  secret: { zh: '动态验证码的密钥', en: 'Secret of the one-time passwords' },
  qr: { zh: '动态验证码的二维码', en: 'QR code of the one-time passwords' },
  handedOver: { zh: '已经交给本人', en: 'I have handed it over' },
};

export const text = speaker(TEXTS);

/** @typedef {Parameters<typeof text>[0]} Key */
