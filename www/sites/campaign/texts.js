/** The texts of the pages. The notice, the reminder and what the server says are its own. Names in braces are placeholders. */

import { COMMON_TEXTS, speaker } from '../../common/texts.js';

/** @satisfies {Record<string, import('../../package/checker/report.js').Message>} */
export const TEXTS = {
  ...COMMON_TEXTS,
  home: { zh: '毕业照片采集', en: 'Graduation photos' },
  next: { zh: '下一步', en: 'Next' },
  backToSearch: { zh: '重新查找学校', en: 'Search again' },

  searchTitle: { zh: '查找学校', en: 'Find your institution' },
  searchLabel: { zh: '学校名称', en: 'Name of the institution' },
  searchHint: {
    zh: '全称、其中几个字、拼音首字母或院校代码都可以，例如“高等教育自学”。',
    en: 'The full name or part of it, the initials of its pinyin, or its code.',
  },
  searching: { zh: '正在查找……', en: 'Searching …' },
  found: { zh: '找到 {count} 所学校', en: 'Institutions found: {count}' },
  foundNone: {
    zh: '没有找到这所学校。请换几个字再试，或向学校确认全称。',
    en: 'No such institution was found. Try other words, or ask the institution for its full name.',
  },
  noCampaigns: { zh: '目前没有采集活动', en: 'No collection at present' },
  underWay: { zh: '您已经开始办理', en: 'You have already begun' },
  seeStatus: { zh: '查看进度', en: 'See where I am' },

  code: { zh: '院校代码 {code}', en: 'Code {code}' },
  notYetOpen: { zh: '尚未开始', en: 'Not open yet' },
  isOpen: { zh: '正在采集', en: 'Open' },
  isOver: { zh: '已经结束', en: 'Closed' },
  window: { zh: '开通时间', en: 'Open' },
  windowValue: { zh: '{opens} 至 {closes}', en: '{opens} to {closes} (Beijing time)' },
  fee: { zh: '采集费用', en: 'Fee' },
  feeValue: { zh: '{yuan} 元', en: '{yuan} yuan' },
  free: { zh: '免费', en: 'None' },
  phone: { zh: '咨询电话', en: 'Questions about the collection' },
  phoneValue: { zh: '（{hours}）', en: ' ({hours})' },
  office: { zh: '核实学籍信息', en: 'Questions about your record' },
  notice: { zh: '采集通知', en: 'The notice' },
  begin: { zh: '开始采集', en: 'Begin' },
  goOn: { zh: '继续办理', en: 'Continue' },
  begun: { zh: '已经办理过？登录查看进度', en: 'Already begun? Sign in to see where you are' },
  tryPhoto: { zh: '先检查一下照片（不用登录）', en: 'Check a photo first (no sign-in needed)' },
  closedYet: {
    zh: '现在不在开通时间内。已经办理的，可以登录查看进度。',
    en: 'The collection is not open now. If you have already begun, you can sign in to see where you are.',
  },

  checkTitle: { zh: '检查照片', en: 'Check a photo' },
  checkLead: {
    zh: '这里只检查，不上传。选好的照片会留到上传那一步。',
    en: 'Photos are only checked here, not uploaded. The one you choose is kept for the upload.',
  },

  levelTitle: { zh: '选择学历层次', en: 'Choose your level of study' },
  levelHint: {
    zh: '请按准考证或毕业申请上的层次选择，选错会查不到您的信息。',
    en: 'Choose the one on your admission ticket; with another one your record will not be found.',
  },
  levelMissing: { zh: '请选择学历层次。', en: 'Please choose your level of study.' },

  consentsTitle: { zh: '个人信息与照片的使用', en: 'How your data and photo are used' },
  consentsData: { zh: '姓名、证件号码、手机号', en: 'Name, identity number, phone number' },
  consentsDataText: {
    zh: '用来找到您的学籍信息，并把审核结果发给您。姓名和手机号加密保存，证件号码只留下比对用的密文。',
    en: 'They are used to find your record and to send you the result. Name and phone number are stored encrypted; of the identity number only a keyed hash is kept.',
  },
  consentsPhoto: { zh: '照片', en: 'Your photo' },
  consentsPhotoText: {
    zh: '由程序检查、由审核人员查看，通过后送交{office}。不提取人脸特征，也不用来识别您是谁。',
    en: 'It is checked by a program, looked at by reviewers and, once approved, handed to {office}. No facial features are extracted, and it is not used to identify you.',
  },
  consentsKept: { zh: '保存多久', en: 'How long they are kept' },
  consentsKeptText: {
    zh: '送交并过了保留期后删除。送交之前您可以随时退出，退出后照片立即删除。',
    en: 'They are deleted once the photo has been handed over and the retention period has passed. Until then you can leave at any time; your photo is deleted at once.',
  },
  consentPersonal: {
    zh: '我同意为本次采集使用我的姓名、证件号码和手机号。',
    en: 'I agree that my name, identity number and phone number are used for this collection.',
  },
  consentPhoto: {
    zh: '我单独同意为本次采集处理我的照片（人脸照片属于敏感个人信息）。',
    en: 'I separately agree that my photo, which is sensitive personal information, is processed for this collection.',
  },
  consentPersonalMissing: {
    zh: '没有同意使用个人信息，就无法查找您的学籍信息。',
    en: 'Without your agreement to the use of your data your record cannot be found.',
  },
  consentPhotoMissing: {
    zh: '没有单独同意处理照片，就无法采集。',
    en: 'Without your agreement to the processing of your photo it cannot be collected.',
  },

  signInTitle: { zh: '登录', en: 'Sign in' },
  signInPay: {
    zh: '费用只能在微信小程序里支付，建议您直接在小程序里办理。先在这里登录也可以：支付时打开小程序，用同一个手机号授权，再填一次姓名和证件号码，就能接着办。',
    en: 'The fee can be paid only in our WeChat mini-program, so we advise you to do everything there. If you begin here, open it when you have to pay, authorise the same phone number, and enter your name and number once more.',
  },
  signInLead: {
    zh: '请使用本人的手机号，审核结果会发到这个号码。',
    en: 'Please use your own phone number; the result of the review is sent to it.',
  },
  signInWeChat: { zh: '微信登录', en: 'Sign in with WeChat' },
  signInWeChatLead: {
    zh: '请使用本人的微信登录。',
    en: 'Please sign in with your own WeChat account.',
  },
  phoneLabel: { zh: '手机号', en: 'Mobile phone number' },
  phoneMissing: { zh: '请填写 11 位手机号。', en: 'Please enter a mobile phone number of 11 digits.' },
  sendCode: { zh: '获取验证码', en: 'Send a code' },
  codeSent: { zh: '验证码已发送，5 分钟内有效。', en: 'A code is on its way. It is good for 5 minutes.' },
  codeWait: { zh: '重新获取（{seconds} 秒）', en: 'Send another ({seconds} s)' },
  codeLabel: { zh: '短信验证码', en: 'Code from the text message' },
  codeMissing: { zh: '请填写短信里的 6 位数字。', en: 'Please enter the 6 digits from the text message.' },
  codeWrong: {
    zh: '验证码不对或已过期，请核对，或重新获取一个。',
    en: 'The code is wrong or has expired. Please check it, or have another one sent.',
  },
  signedOut: {
    zh: '登录已失效，请重新登录，已经填写和上传的内容都还在。',
    en: 'You are not signed in any more. Please sign in again; nothing is lost.',
  },

  identityTitle: { zh: '信息校验', en: 'Your details' },
  identityWarning: {
    zh: '一个证件号和一个微信号（或手机号）仅支持关联一条学籍信息。请本人办理，切勿帮他人采集，以免影响自己采集。',
    en: 'One identity number and one WeChat account (or phone number) can be bound to one record only. Do this for yourself only: whoever helps somebody else cannot collect a photo of their own.',
  },
  nameLabel: { zh: '姓名', en: 'Name' },
  nameMissing: { zh: '请填写姓名。', en: 'Please enter your name.' },
  idTypeLabel: { zh: '证件类型', en: 'Kind of document' },
  numberLabel: { zh: '证件号码', en: 'Identity number' },
  numberMissing: { zh: '请填写证件号码。', en: 'Please enter your identity number.' },
  numberForm: {
    zh: '身份证号码应为 18 位，请核对有没有多输、漏输。',
    en: 'A resident identity number has 18 characters. Please check for missing or extra ones.',
  },
  numberWrong: {
    zh: '身份证号码有误，请逐位核对，最后一位可能是字母 X。',
    en: 'This resident identity number cannot be right. Please check every digit; the last one may be the letter X.',
  },
  levelChosen: { zh: '学历层次', en: 'Level of study' },
  change: { zh: '更改', en: 'Change' },

  noMatchTitle: { zh: '确认信息', en: 'Your record' },
  noMatch: {
    zh: '没有找到匹配的信息, 请核对后重新输入,或请联系学校核实您的信息, 稍后再试。',
    en: 'No matching record was found. Please check what you entered, or ask your institution to check your record, and try again later.',
  },
  noMatchHint: {
    zh: '请特别核对学历层次（您选的是“{level}”）、姓名中的生僻字，以及证件号码。',
    en: 'Check above all the level of study (you chose “{level}”), rare characters in your name, and the identity number.',
  },
  back: { zh: '返回采集', en: 'Back' },
  cannotTitle: { zh: '无法采集', en: 'Your photo cannot be collected now' },
  alreadyBound: {
    zh: '这个证件号或您的账号已经关联过一条学籍信息，不能再关联另一条。',
    en: 'This identity number, or your account, is already bound to a record and cannot be bound to another one.',
  },
  alreadyBoundHint: {
    zh: '如果您用别的账号办理过，请换回那个账号登录；如果曾帮别人采集，请拨打咨询电话，工作人员核实后可以解除关联。',
    en: 'If you began with another account, sign in with that one. If you helped somebody else, please call us: after a check, the binding can be undone.',
  },
  otherAccount: { zh: '换一个账号登录', en: 'Sign in with another account' },
  wrongRecord: {
    zh: '您说这条信息与您不符，已经取消关联。请联系{office}核实您的信息，也可拨打咨询电话。',
    en: 'You say that this record is not yours, and it has been released. Please ask {office} to check your record, or call us.',
  },

  confirmTitle: { zh: '确认信息', en: 'Your record' },
  confirmLead: { zh: '查找到用户，请核对信息内容', en: 'Your record was found. Please check it.' },
  institutionLabel: { zh: '院校名称', en: 'Institution' },
  codeOf: { zh: '院校代码', en: 'Code of the institution' },
  studentNumber: { zh: '学号', en: 'Student number' },
  studentNumberHint: { zh: '（准考证号）', en: ' (admission ticket)' },
  notMine: { zh: '信息不符', en: 'This is not right' },

  reminderTitle: { zh: '提醒', en: 'Before you upload' },
  acknowledge: { zh: '我知道了', en: 'I understand' },

  photoTitle: { zh: '选择照片', en: 'Choose your photo' },
  choosePhoto: { zh: '从手机中选择', en: 'Choose a file' },
  byServerOnly: {
    zh: '这个浏览器打不开照片检查，您可以直接选择照片上传，由服务器检查。',
    en: 'The photo check does not run in this browser. You can choose a photo and upload it all the same; the server checks it.',
  },
  photoAgain: { zh: '重新选择照片', en: 'Choose another photo' },
  frameTitle: { zh: '审核时看到的照片', en: 'What the reviewer will see' },
  frameAlt: { zh: '您选的照片，完整显示', en: 'The whole photo that you chose' },
  frameConfirm: {
    zh: '照片完整、清晰，都在框内。',
    en: 'The photo is whole and clear, and all of it is in the frame.',
  },
  frameMissing: {
    zh: '请看一看框里的照片，完整、清晰再勾选。',
    en: 'Please look at the photo in the frame, and tick the box if it is whole and clear.',
  },
  headCovering: {
    zh: '因宗教、医疗或文化原因佩戴头饰？',
    en: 'Do you wear a head covering for religious, medical or cultural reasons?',
  },
  headCoveringNone: { zh: '没有', en: 'No' },
  religious: { zh: '宗教原因', en: 'Religious' },
  medical: { zh: '医疗原因', en: 'Medical' },
  cultural: { zh: '文化原因', en: 'Cultural' },
  upload: { zh: '上传照片', en: 'Upload the photo' },
  uploadAnyway: { zh: '仍要上传', en: 'Upload it all the same' },
  stillRejected: {
    zh: '检查发现照片还不符合标准，多半不会被接收。建议照上面说的改好再上传。',
    en: 'The check found that this photo does not meet the requirements, and it will probably not be taken. We advise you to correct it as described above.',
  },
  uploading: { zh: '正在上传 {percent}%', en: 'Uploading {percent}%' },
  received: { zh: '照片已送达，正在检查……', en: 'The photo has arrived and is being checked …' },
  interrupted: {
    zh: '网络断开了，{seconds} 秒后自动继续。照片没有丢。',
    en: 'The connection was lost. The upload goes on in {seconds} seconds; your photo is safe.',
  },
  stopUpload: { zh: '停止上传', en: 'Stop' },
  uploadStopped: {
    zh: '已停止上传。照片还在这台设备上，按“上传照片”可以重新开始。',
    en: 'The upload was stopped. Your photo is kept on this device; press “Upload the photo” to begin again.',
  },
  uploadFailed: {
    zh: '网络一直不通，照片还没有传完。照片已留在这台设备上，请换个信号好的地方，再按“上传照片”。',
    en: 'The network does not let the photo through. It is kept on this device: please find a place with better reception and press “Upload the photo” again.',
  },
  appeal: { zh: '申请人工审核', en: 'Ask a person to look at it' },
  appealHint: {
    zh: '照片已有 {count} 次没有被接收。如果您认为最后一次上传的照片符合要求，可以请审核人员来看。',
    en: 'Your photos were not taken {count} times. If you think that the last one meets the requirements, a person can look at it.',
  },
  until: { zh: '请在 {deadline} 之前上传。', en: 'Please upload by {deadline} (Beijing time).' },

  uploadedTitle: { zh: '上传成功', en: 'Your photo has been uploaded' },
  uploadedPay: {
    zh: '还差一步：支付采集费用，之后照片才会进入审核。',
    en: 'One more step: the photo goes to review once the fee is paid.',
  },
  uploadedOrdered: {
    zh: '还差一步：请到支付页看看费用是否已经支付。',
    en: 'One more step: please see on the payment page whether the fee has been paid.',
  },
  uploadedReview: { zh: '照片已进入审核，不用再做什么。', en: 'Your photo is in review. There is nothing more to do.' },
  toPayment: { zh: '去支付', en: 'Go on to the payment' },
  otherPhoto: { zh: '换一张照片', en: 'Use another photo' },

  payTitle: { zh: '微信支付', en: 'Pay the fee' },
  payButton: { zh: '微信支付', en: 'Pay with WeChat' },
  payHint: {
    zh: '付款以后请回到这里。没有显示“已支付”之前，也请不要重复付款。',
    en: 'Please come back here after you have paid. Do not pay a second time, even if this page does not say “Paid” yet.',
  },
  payUntil: { zh: '请在 {deadline} 之前支付。', en: 'Please pay by {deadline} (Beijing time).' },
  payConfirming: {
    zh: '正在确认，请勿重复支付',
    en: 'Your payment is being confirmed. Please do not pay again.',
  },
  payInWeChat: {
    zh: '费用要在微信小程序里支付：请在那里用同一个手机号授权，再填一次姓名和证件号码，就可以接着支付，已经上传的照片还在。',
    en: 'The fee is paid in our WeChat mini-program: authorise the same phone number there, enter your name and number once more, and go on. Your photo is kept.',
  },

  statusTitle: { zh: '办理进度', en: 'Where you are' },
  stepRecord: { zh: '核对信息', en: 'Your record' },
  stepPhoto: { zh: '上传照片', en: 'Your photo' },
  stepPayment: { zh: '支付费用', en: 'The fee' },
  stepReview: { zh: '照片审核', en: 'The review' },
  stepDelivery: { zh: '送交办理单位', en: 'Handing over' },
  here: { zh: '（目前）', en: ' (you are here)' },
  finished: { zh: '（已完成）', en: ' (done)' },
  nowRecord: { zh: '请核对学籍信息，然后上传照片。', en: 'Please check your record, then upload your photo.' },
  nowPhoto: { zh: '信息已核对，请上传照片。', en: 'Your record is confirmed. Please upload your photo.' },
  nowPayment: { zh: '照片已上传，还没有支付。', en: 'Your photo has been uploaded; the fee is not paid yet.' },
  nowOrdered: {
    zh: '照片已上传。支付是否完成，请到支付页查看。',
    en: 'Your photo has been uploaded. The payment page tells whether the fee has been paid.',
  },
  nowReview: { zh: '照片正在审核', en: 'Your photo is in review' },
  waiting: {
    zh: '还有 {count} 位考生的照片也在等候审核。',
    en: 'The photos of {count} other candidates are waiting as well.',
  },
  waitingNone: { zh: '目前没有其他照片在等候审核。', en: 'No other photos are waiting at present.' },
  waitingHint: {
    zh: '照片由审核人员逐张查看，需要多久我们不能保证。结果会用短信告诉您，也可以随时回到这里查看。',
    en: 'People look at every photo, and we cannot promise how long it takes. You will get a text message, and can come back here at any time.',
  },
  approved: { zh: '照片审核通过', en: 'Your photo has been approved' },
  approvedHint: {
    zh: '照片将统一送交{office}，您不用自己领取，也不用再做什么。',
    en: 'It will be handed to {office}. There is nothing more for you to do.',
  },
  delivered: { zh: '照片已送交{office}', en: 'Your photo has been handed to {office}' },
  deliveredHint: {
    zh: '采集已经完成，不用再做什么。',
    en: 'The collection is complete. There is nothing more for you to do.',
  },
  rejected: { zh: '照片没有通过审核，请重新采集', en: 'Your photo was not approved. Please upload another one.' },
  reasons: { zh: '原因', en: 'The reasons' },
  collectAgain: { zh: '重新采集', en: 'Upload another photo' },
  noAttempts: {
    zh: '照片审核未通过的次数已达上限，不能再上传。请拨打咨询电话，由工作人员帮您处理。',
    en: 'Your photos were rejected as often as this campaign allows. Please call us, and we will help you.',
  },
  deadline: { zh: '请在 {deadline} 之前重新上传。', en: 'Please do so by {deadline} (Beijing time).' },
  expired: { zh: '采集时间已过', en: 'The time for uploading is over' },
  expiredHint: {
    zh: '在截止时间之前没有通过审核的照片。请拨打咨询电话，或联系{office}。',
    en: 'No photo was approved in time. Please call us, or ask {office}.',
  },
  updated: { zh: '本页会自动更新。', en: 'This page updates itself.' },
  leave: { zh: '退出采集', en: 'Leave the collection' },
  leaveText: {
    zh: '退出后照片立即删除，学籍信息取消关联。开通时间内可以重新开始。',
    en: 'Your photo is deleted at once and your record is released. You can begin again while the collection is open.',
  },
  leaveConfirm: { zh: '我要退出，删除照片', en: 'Leave, and delete my photo' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  changed: {
    zh: '进度刚刚有了变化（可能是在另一个页面），下面是目前的情况。',
    en: 'Something has just changed, perhaps in another tab. This is where you are now.',
  },
};

/** @typedef {keyof typeof TEXTS} Key */

export const text = speaker(TEXTS);
