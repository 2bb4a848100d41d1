/**
 * The element's texts. What is said about a photo comes from its report; no limit and no rule's text is here. Names in
 * braces are placeholders. Units have the names of reports.
 */

/** @typedef {import('../checker/protocol.js').Language} Language */
/** @typedef {import('../checker/report.js').Message} Message */

/** @satisfies {Record<string, Message>} */
export const TEXTS = {
  privacy: {
    zh: '检查在您自己的设备上进行；未经您同意，照片不会离开您的设备。',
    en: 'Your photo is checked on your own device and does not leave it without your consent.',
  },
  choose: { zh: '选择照片', en: 'Choose a photo' },
  remove: { zh: '移除照片', en: 'Remove photo' },
  chooseAnother: { zh: '换一张照片', en: 'Another photo' },
  drop: { zh: '也可以把照片拖到这里，或直接粘贴', en: 'or drag it here, or paste it' },
  checking: { zh: '正在检查……', en: 'Checking …' },
  checkingRest: {
    zh: '文件本身已经检查，结果在下面；其余各项正在检查……',
    en: 'The file itself has been checked, see below. Checking the rest …',
  },
  preview: { zh: '您选的照片', en: 'The photo you chose' },
  marks: { zh: '照片上的标记：{numbers}', en: 'Marks on the photo: {numbers}' },
  enlarge: { zh: '放大照片', en: 'Enlarge the photo' },
  close: { zh: '关闭', en: 'Close' },
  wanted: { zh: '应到这里', en: 'should end here' },
  markedAt: {
    zh: '标记在照片的{down}{across}。',
    en: 'The mark is in the {down} {across} of the photo.',
  },
  top: { zh: '上部', en: 'upper' },
  middle: { zh: '中间', en: 'middle' },
  bottom: { zh: '下部', en: 'lower' },
  left: { zh: '左侧', en: 'left' },
  right: { zh: '右侧', en: 'right' },
  soFar: { zh: '目前没有发现问题，还在检查', en: 'No problems found so far; still checking' },
  mend: { zh: '有 {count} 处需要修改', en: 'Things to mend: {count}' },
  rejected: { zh: '照片还需要改一改', en: 'The photo needs some changes' },
  mayFail: { zh: '可能通不过审核：{count} 处请留意', en: 'It may fail the review. Points to look at: {count}' },
  onlyFileChecked: { zh: '只检查了文件，还没有检查人脸', en: 'Only the file has been checked, not the face' },
  fewChecked: {
    zh: '{total} 项里只检查了 {checked} 项，还没有检查人脸',
    en: 'Only {checked} of {total} points have been checked, not the face',
  },
  someNotChecked: {
    zh: '没有发现问题，但有 {count} 项没能检查',
    en: 'No problems found, but not everything could be checked ({count} left)',
  },
  questions: { zh: '没有发现问题，还有 {count} 个问题请您回答', en: 'No problems found. Questions for you: {count}' },
  undecided: {
    zh: '没有发现问题，有拿不准的由审核人员判断',
    en: 'No problems found; what is in doubt is left to the reviewer',
  },
  suggestions: { zh: '没有必须改的，有 {count} 条建议', en: 'Nothing has to be changed. Suggestions: {count}' },
  nothingFound: { zh: '检查没有发现问题', en: 'The checks found no problems' },
  alsoWarn: { zh: '另有 {count} 处请留意', en: 'also to look at: {count}' },
  alsoQuestions: { zh: '还有 {count} 个问题请您回答', en: 'questions for you: {count}' },
  alsoNotChecked: { zh: '有 {count} 项没能检查', en: 'not checked: {count}' },
  landscape: {
    zh: '这张照片是横的，证件照要竖的：请把它转正，或裁成竖幅。',
    en: 'This photo is wider than high. A portrait is upright: please turn it, or crop it.',
  },
  answer: { zh: '您的回答', en: 'Your answer' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '不是', en: 'No' },
  'not-sure': { zh: '说不准', en: 'Not sure' },
  ifNot: { zh: '如果不是：{advice}', en: 'If not: {advice}' },
  caused: { zh: '改好以后，另外 {count} 处多半也就好了', en: 'Mending this will probably mend {count} more' },
  next: { zh: '接下来', en: 'What to do next' },
  nextUpload: {
    zh: '请把这个照片文件原样上传到报名单位指定的地方，不要截图，也不要用聊天软件转发，那样会把照片压小。能不能用，最后由审核人员决定。',
    en: 'Upload this very file where the exam office asks for it. Do not take a screenshot of it or forward it in a chat, which makes it smaller. A reviewer has the last word.',
  },
  notice: { zh: '通知原文', en: 'From the notice' },
  bytes: { zh: '{value} 字节', en: '{value} bytes' },
  '%': { zh: '{value}%', en: '{value}%' },
  '% of width': { zh: '{value}%', en: '{value}%' },
  '% of height': { zh: '{value}%', en: '{value}%' },
  times: { zh: '{value} 倍', en: '{value} times' },
  degrees: { zh: '{value}°', en: '{value}°' },
  count: { zh: '{value} 个', en: '{value}' },
  px: { zh: '{value} 像素', en: '{value} pixels' },
  'grey levels': { zh: '{value} 级灰度', en: '{value} grey levels' },
  'jpeg quality': { zh: '{value}（JPEG 质量）', en: '{value} (JPEG quality)' },
  dE: { zh: '{value}（色差）', en: '{value} (colour difference)' },
  fail: { zh: '需要修改', en: 'To mend' },
  warn: { zh: '可能通不过，请留意', en: 'May not be approved' },
  advise: { zh: '建议', en: 'Suggestions' },
  doubtful: { zh: '拿不准，请您回答', en: 'In doubt: please answer' },
  'not-assessed': { zh: '没能检查', en: 'Could not be checked' },
  'for-human': { zh: '请您自己核对', en: 'Please check yourself' },
  information: { zh: '通知里还说', en: 'The notice also says' },
  pass: { zh: '符合要求', en: 'Meets the requirements' },
  tooLarge: {
    zh: '这个文件有 {size} MB，超过了能检查的 {max} MB。照片本身不一定有问题：请把它导出得小一些（例如 1200 万或 5000 万像素）后再选择。',
    en: 'This file has {size} MB; at most {max} MB can be checked. There may be nothing wrong with it: export it at a smaller size, such as 12 or 50 megapixels, and choose that.',
  },
  required: { zh: '请先选择一张照片。', en: 'Please choose a photo.' },
  preliminary: {
    zh: '这是初步结果。检查人脸所需的数据还在下载，下载完会自动继续检查。',
    en: 'These are the first results. The data for checking the face is still being downloaded; the check will continue by itself.',
  },
  modelsLoaded: { zh: '已下载 {loaded} / {total} MB', en: '{loaded} of {total} MB downloaded' },
  noModels: {
    zh: '检查人脸所需的数据没能下载下来，与人脸有关的各项还没有检查；其余各项的结果在下面。',
    en: 'The data for checking the face could not be downloaded, so the points about the face have not been checked. The other results are below.',
  },
  passes: { zh: '{name}：符合要求。', en: '{name}: meets the requirement.' },
  notMeasured: { zh: '{name}：没能检查，因为{because}。', en: '{name}: could not be checked, because {because}.' },
  takePhoto: { zh: '用相机拍一张', en: 'Take a photo' },
  takeAssisted: { zh: '请别人帮您拍一张', en: 'Have someone take your photo' },
  assisted: {
    zh: '所以请不要自拍：请别人拿着手机，用后置镜头给您拍。',
    en: 'So please do not take a selfie: have someone else hold the phone and use its rear camera.',
  },
  openCamera: { zh: '打开后置相机', en: 'Open the rear camera' },
  noCamera: { zh: '这里不能直接拍照。', en: 'You cannot take a photo here.' },
  unsupported: { zh: '这个浏览器无法运行完整的检查。', en: 'This browser cannot run the complete check.' },
  policy: {
    zh: '检查程序被这个网页的安全策略拦住了，与您的照片无关。请告诉网站的管理员。',
    en: 'The check was blocked by this page’s security policy. Your photo is not the cause. Please tell the operator of this site.',
  },
  download: {
    zh: '检查程序没能下载下来，可能是网络不太好。',
    en: 'The check could not be downloaded. Your network connection may be poor.',
  },
  wrong: {
    zh: '这个浏览器的计算结果不可靠，所以没有用它来检查。',
    en: 'This browser does not calculate reliably, so the photo was not checked with it.',
  },
  stopped: {
    zh: '检查这张照片时程序中断了，重试一次也没有成功。照片还在您的设备上。',
    en: 'The check stopped while working on this photo, and again at a second try. Your photo is still on your device.',
  },
  profile: {
    zh: '这个网页没有设置好，所以照片没法检查，与您的照片无关。请告诉网站的管理员。',
    en: 'This page has not been set up correctly, so no photo can be checked. Your photo is not the cause. Please tell the operator of this site.',
  },
  unknownError: {
    zh: '这次没能检查成功，照片还在您的设备上。',
    en: 'The check did not work this time. Your photo is still on your device.',
  },
  onlyHeader: {
    zh: '下面只检查了文件的格式、大小和尺寸；其余各项等您上传后由服务器检查。',
    en: 'Only the file format, the file size and the picture size have been checked, see below. The server checks the rest after you upload the photo.',
  },
  onlyFile: {
    zh: '下面只检查了文件本身：格式、大小、尺寸、是否完整、压缩程度；其余各项等您上传后由服务器检查。',
    en: 'Only the file itself has been checked, see below: format, file size, picture size, completeness and compression. The server checks the rest after you upload the photo.',
  },
  leftToServer: {
    zh: '您仍然可以上传照片，由服务器检查。',
    en: 'You can still upload the photo; the server will check it.',
  },
  remedyWeChat: {
    zh: '请把微信升级到最新版本（我 › 设置 › 关于微信），再打开本页，就能完整检查。',
    en: 'Please update WeChat (Me › Settings › About), then open this page again for the complete check.',
  },
  remedyApple: {
    zh: '请升级 iOS（设置 › 通用 › 软件更新）；如果开启了“锁定模式”，请对本网站关闭它，再打开本页。',
    en: 'Please update iOS (Settings › General › Software Update). If Lockdown Mode is on, turn it off for this site, then open this page again.',
  },
  remedyBrowser: {
    zh: '请换用最新版的浏览器打开本页，就能完整检查。',
    en: 'Please open this page in an up-to-date browser for the complete check.',
  },
  retry: { zh: '再试一次', en: 'Try again' },
  details: { zh: '技术细节', en: 'Technical details' },
  askServer: {
    zh: '也可以现在就请服务器检查。照片会离开您的设备，发送到 {host}。',
    en: 'The server can check it now. Your photo will then leave your device and be sent to {host}.',
  },
  consent: { zh: '同意，发送照片检查', en: 'I agree, send my photo' },
  asking: { zh: '正在发送并检查……', en: 'Sending and checking …' },
  byServer: { zh: '这是服务器检查的结果。', en: 'These are the server’s results.' },
  serverDiffers: {
    zh: '这是服务器检查的结果，与您的设备刚才算出的不一样，以服务器的为准。',
    en: 'These are the server’s results. They differ from those of your device; the server’s count.',
  },
  serverUnreachable: {
    zh: '没能连上服务器，照片还在您的设备上。请检查网络后再试一次。',
    en: 'The server could not be reached; your photo is still on your device. Please check your network connection and try again.',
  },
  heic: { zh: '怎样得到 JPG', en: 'How to get a JPEG' },
  heicPhone: {
    zh: '苹果手机：在相册里打开照片，点“分享”，存到“文件”时选项里选“兼容性最好”，得到的就是 JPG；以后拍照前，可在“设置 › 相机 › 格式”里选“兼容性最佳”。',
    en: 'iPhone: open the photo, tap Share, then Options, choose Most Compatible and save it to Files: that is a JPEG. For new photos choose Settings › Camera › Formats › Most Compatible.',
  },
  heicAndroid: {
    zh: '安卓手机：在相册里打开照片，在“更多”里选“转换格式”或“另存为 JPG”；以后拍照前，可在相机设置里关闭“HEIF / 高效格式”。',
    en: 'Android: open the photo and choose Convert or Save as JPEG from the menu. For new photos turn off HEIF (high efficiency) in the camera’s settings.',
  },
};

/** @typedef {keyof typeof TEXTS} Key */

/** Numbers are shown with at most two decimals. */
const HUNDREDTHS = 100;

/**
 * @param {Key} key
 * @param {Language} language
 * @param {Record<string, string>} [values]
 */
export function text(key, language, values = {}) {
  return fillIn(TEXTS[key][language], values);
}

/**
 * @param {string} template
 * @param {Record<string, string>} values a placeholder without a value is kept
 */
export function fillIn(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * A number with its unit.
 * @param {number} value
 * @param {string} unit as reports write it
 * @param {Language} language
 */
export function quantity(value, unit, language) {
  const [whole, decimals] = String(Math.round(value * HUNDREDTHS) / HUNDREDTHS).split('.');
  // Both languages write numbers alike, and creating an `Intl.NumberFormat` is slow.
  const number = [whole.replace(/\B(?=(\d{3})+$)/g, ','), decimals].filter(Boolean).join('.');
  return unit in TEXTS ? text(/** @type {Key} */ (unit), language, { value: number }) : `${number} ${unit}`;
}
