/** The texts of the dashboard. */

import { speaker } from '../../../common/texts.js';

/** @satisfies {Record<string, import('../../../package/checker/report.js').Message>} */
export const TEXTS = {
  dashboard: { zh: '数据看板', en: 'Dashboard' },
  campaign: { zh: '采集活动', en: 'Campaign' },
  noCampaigns: { zh: '还没有采集活动。', en: 'There is no campaign yet.' },
  asOf: { zh: '截至 {time}', en: 'As of {time}' },
  refresh: { zh: '刷新', en: 'Refresh' },
  none: { zh: '还没有数据。', en: 'Nothing yet.' },
  table: { zh: '查看表格', en: 'Show as a table' },
  yuan: { zh: '元', en: 'yuan' },

  alarmRefunds: {
    zh: '{count} 笔退款需要人工处理：先在微信支付商户平台查明原因，再在咨询台重新退款。',
    en: 'Refunds that need a person: {count}. See the merchant platform of WeChat Pay for the cause, then refund again at the help desk.',
  },
  alarmMessages: {
    zh: '{count} 条短信没有发出：请核对模板和短信账户，再在咨询台重发。',
    en: 'Messages that the vendor refused: {count}. Check the templates and the account, then resend at the help desk.',
  },
  alarmTasks: {
    zh: '{count} 项后台任务失败后正在重试：一直不减少时，请看服务日志。',
    en: 'Background tasks that failed and are tried again: {count}. If they do not go away, see the log of the service.',
  },

  record: { zh: '记录 {place}', en: 'record {place}' },

  tileRoster: { zh: '名单人数', en: 'In the roster' },
  tileNotBegun: { zh: '{count} 人未开始', en: '{count} not begun' },
  tileQueue: { zh: '等待审核', en: 'Waiting for review' },
  leased: { zh: '{count} 张正在看', en: '{count} on a screen' },
  tileOldest: { zh: '最久等待', en: 'Longest wait' },
  tileApproved: { zh: '已通过，待交付', en: 'Approved, not delivered' },
  tileDelivered: { zh: '已交付', en: 'Delivered' },
  tileKept: { zh: '实收费用', en: 'Fees kept' },
  minutes: { zh: '{count} 分钟', en: '{count} min' },
  hours: { zh: '{count} 小时 {minutes} 分', en: '{count} h {minutes} min' },
  days: { zh: '{count} 天', en: '{count} days' },

  states: { zh: '考生办到了哪一步', en: 'Where candidates are' },
  state: { zh: '状态', en: 'State' },
  records: { zh: '人数', en: 'Candidates' },
  notBegun: { zh: '未开始', en: 'Not begun' },
  stateMatched: { zh: '已查到信息，待确认', en: 'Found, to be confirmed' },
  stateConfirmed: { zh: '已确认，待传照片', en: 'Confirmed, without photo' },
  stateUploaded: { zh: '已传照片，待缴费', en: 'Photo there, fee not paid' },
  stateInReview: { zh: '审核中', en: 'In review' },
  stateApproved: { zh: '已通过', en: 'Approved' },
  stateRejected: { zh: '未通过，待重传', en: 'Rejected, to be taken again' },
  stateDelivered: { zh: '已交付', en: 'Delivered' },
  stateWithdrawn: { zh: '已退出', en: 'Withdrawn' },
  stateExpired: { zh: '逾期未完成', en: 'Expired' },

  decisions: { zh: '最近 24 小时审核了 {total} 次', en: 'Reviews of the last 24 hours: {total}' },
  decisionsHint: {
    zh: '按北京时间的整点；同一小时最多 {people} 人在审。',
    en: 'By the hour, Beijing time. Most people in one hour: {people}.',
  },
  hour: { zh: '点', en: 'Hour' },
  decided: { zh: '审核次数', en: 'Reviews' },

  refusals: { zh: '程序退回照片的原因', en: 'Why the check refused photos' },
  refusalsHint: {
    zh: '考生当场看到原因并可以换照片。一张照片可能有几个原因。',
    en: 'Candidates see it at once and choose another photo. One photo may have several causes.',
  },
  clause: { zh: '条款', en: 'Clause' },
  photos: { zh: '照片数', en: 'Photos' },

  falseAlarms: { zh: '程序提出问题的照片，人工怎么判', en: 'What people decided where the check complained' },
  falseAlarmsHint: {
    zh: '人工通过的是误报；误报一直很多的条款，限值可能太严。',
    en: 'What people approved was a false alarm. A clause with many of them may have too strict a limit.',
  },
  wereApproved: { zh: '人工通过', en: 'approved' },
  wereRejected: { zh: '人工不通过', en: 'rejected' },

  approved: { zh: '通过', en: 'approved' },
  rejected: { zh: '不通过', en: 'rejected' },

  misses: { zh: '程序放行、人工不通过的原因', en: 'Why people rejected what the check accepted' },
  missesHint: {
    zh: '这些是漏报。只有人工看过的照片才数得到。',
    en: 'These were missed. Only photos that people look at can be counted.',
  },
  reason: { zh: '原因', en: 'Reason' },

  agreement: { zh: '程序与人工对照', en: 'The check and people' },
  check: { zh: '程序的结论', en: 'The check says' },
  decisionAccepted: { zh: '符合要求', en: 'accepted' },
  decisionUndecided: { zh: '有疑问，交人工', en: 'in doubt' },
  decisionRejected: { zh: '不符合要求', en: 'refused' },
  notSeen: { zh: '人工未看', en: 'not seen' },

  attempts: { zh: '考生试了几次', en: 'How many tries candidates needed' },
  attemptsHint: {
    zh: '每格是人数：被程序退回、被人工判不通过的次数。',
    en: 'Candidates, by how many of their photos the check refused and people rejected.',
  },
  attempt: { zh: '次数', en: 'Times' },
  tries: { zh: '{count} 次', en: '{count}' },
  triesMore: { zh: '{count} 次及以上', en: '{count} or more' },
  byCheck: { zh: '程序退回', en: 'Refused by the check' },
  byPeople: { zh: '人工不通过', en: 'Rejected by people' },

  messages: { zh: '短信', en: 'Text messages' },
  messagesOf: { zh: '条数', en: 'Messages' },
  messageQueued: { zh: '待发送', en: 'Waiting' },
  messageSending: { zh: '发送中，结果未知', en: 'On their way' },
  messageSent: { zh: '已发出', en: 'Sent' },
  messageFailed: { zh: '没有发出', en: 'Refused by the vendor' },
  messageWithheld: { zh: '没有可以通知的手机号，未发送', en: 'Not sent: nobody to send it to' },

  money: { zh: '费用', en: 'Fees' },
  payments: { zh: '笔数', en: 'Payments' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  paymentCreated: { zh: '下单结果未知，正在确认', en: 'Order unknown, being asked for' },
  paymentPending: { zh: '已下单，未支付', en: 'Ordered, not paid' },
  paymentPaid: { zh: '已支付，实收', en: 'Paid and kept' },
  paymentClosed: { zh: '已关闭，未支付', en: 'Closed without payment' },
  paymentFailed: { zh: '没有下单成功', en: 'Not taken by WeChat Pay' },
  paymentRefunding: { zh: '退款中', en: 'Refund on its way' },
  paymentRefunded: { zh: '已退款', en: 'Refunded' },
  paymentRefundAbnormal: { zh: '退款异常，需人工处理', en: 'Refund needs a person' },

  allClauses: { zh: '各条款的全部数字', en: 'All figures by clause' },
  allClausesHint: {
    zh: '两个数字是人工通过和不通过的照片数。',
    en: 'Pairs are photos that people approved and rejected.',
  },
  refused: { zh: '当场退回', en: 'Refused at once' },
  failed: { zh: '程序判不符合', en: 'Failed' },
  doubtful: { zh: '程序有疑问', en: 'In doubt' },
  notAssessed: { zh: '程序没能检查', en: 'Could not be checked' },
};

/** @typedef {keyof typeof TEXTS} Key */

export const text = speaker(TEXTS);
