/** The texts of the page of deliveries. */

import { speaker } from '../../../common/texts.js';

/** @satisfies {Record<string, import('../../../package/checker/report.js').Message>} */
export const TEXTS = {
  deliveries: { zh: '照片交付', en: 'Deliveries' },
  next: { zh: '下一批', en: 'The next delivery' },
  nextPhotos: { zh: '有 {photos} 张已通过、还没有交付的照片。', en: 'Approved photos that no delivery has: {photos}.' },
  nextNone: { zh: '现在没有新的照片可以交付。', en: 'There is nothing new to deliver.' },
  notReady: {
    zh: '另有 {count} 人还在办理，照片通过后进入以后的批次。',
    en: 'Candidates who are still on their way: {count}. Their photos go into a later delivery.',
  },
  build: { zh: '打包交付', en: 'Build the delivery' },
  buildLabel: { zh: '打包 {photos} 张照片', en: 'Build with {photos} photos' },
  buildConsequence: {
    zh: '这 {photos} 张照片会打成一个压缩包。打包以后，这些考生不能再退出采集，照片也不能再改判。',
    en: 'One archive is built of these {photos} photos. From then on their candidates cannot leave any more, and the decisions are final.',
  },
  buildByAdmin: { zh: '由管理员打包。', en: 'An administrator builds it.' },
  begun: { zh: '已经开始打包。', en: 'The archive is being built.' },
  list: { zh: '各批次', en: 'All deliveries' },
  noDeliveries: { zh: '还没有交付过。', en: 'There is none yet.' },
  delivery: { zh: '第 {number} 批', en: 'Delivery {number}' },
  building: { zh: '正在打包', en: 'being built' },
  ready: { zh: '可以下载', en: 'ready' },
  received: { zh: '已收到', en: 'received' },
  purged: { zh: '已清除', en: 'purged' },
  built: { zh: '已写入 {built} / {photos} 张', en: '{built} of {photos} photos are written' },
  readyNote: { zh: '第 {number} 批已经打包好，可以下载。', en: 'Delivery {number} is ready.' },
  photos: { zh: '照片', en: 'Photos' },
  leftOut: {
    zh: '有 {count} 张已通过的照片没能放进压缩包（文件缺失或损坏，或者学号不能用作文件名），下一批会再试。请让运维人员运行 precheck-campaign fsck --thorough 查明。',
    en: 'Approved photos that could not be in the archive: {count} (missing, damaged, or with a number that no file name may have). The next delivery tries them again. Have precheck-campaign fsck --thorough find out.',
  },
  created: { zh: '打包时间', en: 'Begun' },
  size: { zh: '大小', en: 'Size' },
  receivedAt: { zh: '确认收到', en: 'Received' },
  download: { zh: '下载', en: 'Download' },
  verify: { zh: '核对', en: 'Verify' },
  verifying: { zh: '正在逐张核对……', en: 'Every photo is being compared …' },
  verifyingLong: {
    zh: '核对还没有做完。请过一会儿重新打开本页，这里会显示结果。',
    en: 'The comparison has not ended yet. Please open this page again later: the result will be here.',
  },
  notVerified: { zh: '存放的压缩包还没有核对过。', en: 'The stored archive has not been verified.' },
  whole: { zh: '{time} 核对：压缩包完好，与清单一致。', en: 'Verified on {time}: it is whole, and all is as listed.' },
  different: {
    zh: '{time} 核对：与清单不一致，请不要使用，联系运维人员从备份恢复。',
    en: 'Verified on {time}: it differs from its lists. Do not use it; have it restored from a backup.',
  },
  receive: { zh: '确认收到', en: 'Confirm the receipt' },
  receiveConsequence: {
    zh: '请先下载并核对。确认以后开始计算保存期，到期照片和个人信息会被清除；确认不能撤回。',
    en: 'Download and verify it first. The time of keeping counts from now, after which photos and personal data go; this cannot be taken back.',
  },
  receiveLabel: { zh: '已下载并核对，确认收到', en: 'It is here and verified' },
  receivedNote: { zh: '第 {number} 批已确认收到。', en: 'Delivery {number} is received.' },

  outside: { zh: '断点续传，以及在本地核对', en: 'Resume a download, and verify it yourself' },
  resume: { zh: '断点续传', en: 'Resume' },
  resumeText: {
    zh: '浏览器下载中断后，在下载列表里点“继续”即可。用命令行时，先登录，再执行第二行；中断了就再执行一次第二行。动态验证码换成验证器上的 6 位数字。',
    en: 'In a browser, choose “Resume” in its list of downloads. On a command line, sign in, then run the second line, and run it again whenever it is cut off. Put the 6 digits of your authenticator in place of 123456.',
  },
  yourPassword: { zh: '密码', en: 'PASSWORD' },
  verifyOutside: { zh: '核对', en: 'Verify' },
  verifyOutsideText: {
    zh: '第一行的结果应当与上面的 SHA-256 相同；第二行检查压缩包能否完整解开；第三行逐张核对；最后一行用本系统的程序把这些一起做完。',
    en: 'The first line prints the SHA-256 above; the second reads the archive to its end; the third compares every photo; the last one does all of it with our own program.',
  },

  retention: { zh: '保存期与清除', en: 'What is kept until when' },
  retentionText: {
    zh: '确认收到 {days} 天后，这一批的照片、压缩包、姓名和学号会被清除。没有交付的，从最后期限起算。',
    en: 'The photos of a delivery, its archive, names and student numbers go {days} days after the receipt; of what no delivery has, as many days after the last day.',
  },
  what: { zh: '内容', en: 'What' },
  how: { zh: '数量', en: 'How much' },
  until: { zh: '保存到', en: 'Kept until' },
  when: { zh: '时间', en: 'When' },
  keptPhotos: { zh: '{photos} 张照片', en: '{photos} photos' },
  untilReceipt: { zh: '确认收到后 {days} 天', en: '{days} days after the receipt' },
  rest: { zh: '没有交付的', en: 'What no delivery has' },
  restCount: { zh: '{records} 人，名单 {lines} 行', en: '{records} candidates, {lines} lines of the roster' },
  purge: { zh: '清除到期的资料', en: 'Remove what is due' },
  purgeLabel: { zh: '清除', en: 'Remove' },
  purgeConsequence: {
    zh: '到期的照片、压缩包和个人信息会被永久清除，不能恢复；没有到期的不受影响。',
    en: 'Photos, archives and personal data whose time is over are removed for good. What is not due stays.',
  },
  purgeNote: { zh: '已经开始清除，完成后下面会有记录。', en: 'It is being removed; the receipts below will tell.' },
  receipts: { zh: '清除记录', en: 'What is gone' },
  noReceipts: { zh: '还没有清除过。', en: 'Nothing yet.' },
  goneCount: { zh: '{records} 人，名单 {lines} 行', en: '{records} candidates, {lines} lines of the roster' },

  safety: { zh: '备份与恢复', en: 'Back up, and restore' },
  backupText: {
    zh: '由运维人员在服务器上执行，服务不用停。备份里有数据库、照片和密钥，请另存到别的地方，密钥单独保管。',
    en: 'The operator runs it on the server, also while the service runs. The copy has rows, photos and keys: take it elsewhere, and the keys to yet another place.',
  },
  restoreText: { zh: '恢复时：', en: 'To restore it:' },
  restoreAfter: {
    zh: '恢复后对备份以来的每一天执行 campaign reconcile 日期，核对这段时间的支付。',
    en: 'Then run campaign reconcile DATE for each day since the copy, which brings back what was paid.',
  },
};

/** @typedef {keyof typeof TEXTS} Key */

export const text = speaker(TEXTS);
