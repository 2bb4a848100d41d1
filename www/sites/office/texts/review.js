/** The texts of the review, one photo at a time and in a grid. What the report and the reasons say is the server's. */

import { speaker } from '../../../common/texts.js';

/** @satisfies {Record<string, import('../../../package/checker/report.js').Message>} */
export const TEXTS = {
  reviewTitle: { zh: '逐张审核', en: 'Review, one by one' },
  gridTitle: { zh: '批量审核', en: 'Review, many at a glance' },
  photo: { zh: '考生的照片', en: 'The candidate’s photo' },
  earlier: { zh: '上一张，未通过：{reasons}', en: 'The one before, rejected: {reasons}' },
  approve: { zh: '通过', en: 'Approve' },
  reject: { zh: '不通过', en: 'Reject' },
  skip: { zh: '跳过', en: 'Skip' },
  undo: { zh: '撤销', en: 'Undo' },
  guides: { zh: '参考线', en: 'Guides' },
  marks: { zh: '标记', en: 'Marks' },
  zoom: { zh: '原大', en: '100 %' },
  keys: { zh: '使用键盘快捷键', en: 'Use keys' },
  space: { zh: '空格', en: 'Space' },
  enter: { zh: '回车', en: 'Enter' },
  backspace: { zh: '退格', en: 'Backspace' },
  who: { zh: '{name} · {level}', en: '{name} · {level}' },
  identity: { zh: '显示姓名和学号', en: 'Show name and number' },
  identityHint: { zh: '会记入该考生的记录', en: 'is noted in the record' },
  identityValue: { zh: '{name} · 学号 {number}', en: '{name} · number {number}' },
  accepted: { zh: '机器检查：没有发现问题', en: 'The check found no problems' },
  undecided: { zh: '机器检查：拿不准，请您判断', en: 'The check is in doubt: please decide' },
  rejected: { zh: '机器检查没有通过，考生申请人工审核', en: 'The check refused it; the candidate asked for a person' },
  times: { zh: '这位考生已有 {count} 张照片未通过', en: 'Photos of this candidate that were rejected: {count}' },
  'head-religious': {
    zh: '考生说明：因宗教原因戴头部覆盖物',
    en: 'The candidate covers the head for religious reasons',
  },
  'head-medical': { zh: '考生说明：因医疗原因戴头部覆盖物', en: 'The candidate covers the head for medical reasons' },
  'head-cultural': { zh: '考生说明：因文化原因戴头部覆盖物', en: 'The candidate covers the head for cultural reasons' },
  reasons: { zh: '不通过的原因', en: 'Reasons for a rejection' },
  reasonMissing: { zh: '请先选原因：按 1–9、0 或 -。', en: 'Choose a reason first: press 1–9, 0 or -.' },
  found: { zh: '机器发现的', en: 'What the check found' },
  foundNothing: { zh: '没有需要留意的', en: 'Nothing to look at' },
  confirmed: { zh: '考生回答：符合要求', en: 'The candidate says: as required' },
  human: { zh: '只有人能判断的', en: 'What only a person can judge' },
  notAssessed: { zh: '机器没能检查的：{count} 项', en: 'Not checked by the machine: {count}' },
  passed: { zh: '符合要求的：{count} 项', en: 'As required: {count}' },
  verdicts: { zh: '此前的审核意见，由您决定', en: 'Those who looked before you' },
  verdictApprove: { zh: '通过', en: 'approved' },
  verdictReject: { zh: '不通过：{reasons}', en: 'rejected: {reasons}' },
  waiting: { zh: '待审核 {count} 张', en: '{count} photos wait' },
  withColleagues: {
    zh: '有 {count} 张照片正在同事手里，最快 {seconds} 秒后可能空出来，本页会自动取。',
    en: '{count} photos are with colleagues. The first could be free in {seconds} s; this page takes it by itself.',
  },
  forOthers: {
    zh: '还有 {count} 张照片要由组长或另一位审核员来看。',
    en: '{count} more photos wait for a lead or for another reviewer.',
  },
  forSingles: {
    zh: '还有 {count} 张照片要逐张审核：机器拿不准，或考生有说明，或曾经未通过，或被挑出。',
    en: '{count} more photos have to be looked at one by one: in doubt, with a declaration, rejected before, or picked out.',
  },
  none: { zh: '现在没有待审核的照片，有新的会自动显示。', en: 'No photo waits now. New ones appear by themselves.' },
  lost: {
    zh: '没有连上服务器，正在重试。已作的决定会在连上后送出。',
    en: 'The server is not reached; trying again. Your decisions are sent when it is.',
  },
  gone: {
    zh: '有 {count} 张照片已经不在您手里（超过 90 秒没有动作，或考生已退出），没有记下您的决定。',
    en: 'Your decision was not noted for {count} photos: they are not yours any more (nothing was done for 90 s, or the candidate has left).',
  },
  photoLost: {
    zh: '照片没能打开，请跳过这张，并告诉管理员。',
    en: 'The photo could not be opened. Skip it, and tell an administrator.',
  },
  photoLostHere: {
    zh: '照片没能打开。按回车再试；还是打不开，就挑出来。',
    en: 'The photo could not be opened. Enter tries again; if that does not help, pick it out.',
  },
  undone: { zh: '已撤销，请重新决定。', en: 'Taken back. Please decide again.' },
  nothingToUndo: { zh: '没有可以撤销的决定。', en: 'There is nothing to take back.' },
  tooLate: {
    zh: '已超过撤销时间，结果已经通知考生。如需更改，请组长重新打开这条记录。',
    en: 'It is too late: the candidate has been told. A lead can reopen the record.',
  },
  someTooLate: {
    zh: '已撤销 {back} 张，请重新决定。另有 {late} 张已超过撤销时间，结果已经通知考生。',
    en: '{back} taken back: please decide again. For the other {late} it is too late: the candidates have been told.',
  },
  did: { zh: '{what}，{seconds} 秒内可按 Z 撤销', en: '{what}; Z takes it back within {seconds} s' },
  size: { zh: '每屏张数', en: 'Photos at once' },
  gridLead: {
    zh: '都是机器检查没有问题的照片。看到不合适的，按照片上的键（或点它）挑出来；按回车，其余的全部通过。挑出来的再逐张处理。',
    en: 'The check found no problems in any of these. Press the key on a photo (or click it) to pick it out; Enter approves the rest. What you picked out is then looked at one by one.',
  },
  approveRest: { zh: '其余 {count} 张通过', en: 'Approve the other {count}' },
  pick: { zh: '挑出第 {number} 张', en: 'Pick out number {number}' },
  large: { zh: '放大第 {number} 张', en: 'Enlarge number {number}' },
  close: { zh: '关闭', en: 'Close' },
  toSingles: { zh: '逐张处理挑出的 {count} 张', en: 'Look at the {count} picked out' },
  didMany: {
    zh: '已通过 {count} 张，按退格键可以撤销',
    en: '{count} approved; Backspace takes them back',
  },
};

/** @typedef {keyof typeof TEXTS} Key */

export const text = speaker(TEXTS);
