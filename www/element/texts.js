/**
 * The words of the element and of the page around it. What is said about a photo comes from its report; no
 * limit and no rule stands here. Names in braces are filled in. Units bear the names that reports give them.
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
    zh: '检查在您自己的设备上进行；不经您同意，照片不会离开您的设备。',
    en: 'The check runs on your own device; without your word your photo does not leave it.',
  },
  language: { zh: 'English', en: '中文' },
  choose: { zh: '选择照片', en: 'Choose a photo' },
  chooseAnother: { zh: '换一张照片', en: 'Another photo' },
  drop: { zh: '也可以把照片拖到这里，或直接粘贴', en: 'or drop it here, or paste it' },
  checking: { zh: '正在检查……', en: 'Checking …' },
  checkingRest: {
    zh: '先看了文件本身，结果在下面；其余各项正在检查……',
    en: 'What the file itself tells stands below; checking the rest …',
  },
  preview: { zh: '您选的照片', en: 'The photo you chose' },
  marks: { zh: '照片上的标记：{numbers}', en: 'Marks on the photo: {numbers}' },
  framed: {
    zh: '位置：照片上标有 {number} 的方框（左边 {x}、上边 {y}，宽 {width}、高 {height} 像素）。',
    en: 'Where: the frame marked {number} on the photo ({x} from the left, {y} from the top, {width} × {height} pixels).',
  },
  lined: {
    zh: '位置：照片上标有 {number} 的线（从左边 {x}、上边 {y} 起，横向 {width}、纵向 {height} 像素）。',
    en: 'Where: the line marked {number} on the photo (from {x} from the left, {y} from the top, over {width} × {height} pixels).',
  },
  barred: {
    zh: '位置：照片上标有 {number} 的量尺（左边 {x}、上边 {y}，横向 {width}、纵向 {height} 像素）；绿色一段是允许的范围。',
    en: 'Where: the bar marked {number} on the photo ({x} from the left, {y} from the top, over {width} × {height} pixels); the green part is the allowed range.',
  },
  heated: {
    zh: '位置：照片上标有 {number} 的着色处，颜色越深，背景在那里偏得越多（左边 {x}、上边 {y}，宽 {width}、高 {height} 像素之内）。',
    en: 'Where: what is coloured on the photo and marked {number}; the stronger, the further the background is off there (within {x} from the left, {y} from the top, {width} × {height} pixels).',
  },
  outlined: {
    zh: '位置：照片上标有 {number} 的轮廓（左边 {x}、上边 {y}，宽 {width}、高 {height} 像素）。',
    en: 'Where: the outline marked {number} on the photo ({x} from the left, {y} from the top, {width} × {height} pixels).',
  },
  everywhere: { zh: '位置：整张照片。', en: 'Where: the whole photo.' },
  soFar: { zh: '目前没有发现问题', en: 'No problem so far' },
  accepted: { zh: '没有必须修改的地方', en: 'Nothing needs to be changed' },
  rejected: { zh: '照片还需要改一改', en: 'The photo needs some changes' },
  undecided: {
    zh: '没有必须修改的地方，但还有几项没能检查',
    en: 'Nothing needs to be changed so far, but some points are still open',
  },
  modelsMissing: {
    zh: '有 {open} 项要看清人脸才能判断，这里暂时查不了，请您对照通知自己看一看。',
    en: '{open} points need a look at the face, which is not possible here yet. Please go through them yourself.',
  },
  someOpen: {
    zh: '有 {open} 项没能判断，原因写在下面，请您对照通知自己看一看。',
    en: '{open} points could not be told; the reasons stand below. Please go through them yourself.',
  },
  notice: { zh: '通知原文', en: 'The notice says' },
  advice: { zh: '怎么改', en: 'What to do' },
  atLeast: { zh: '测得 {value}，要求不低于 {low}。', en: 'Measured: {value}; allowed: at least {low}.' },
  atMost: { zh: '测得 {value}，要求不超过 {high}。', en: 'Measured: {value}; allowed: at most {high}.' },
  moreThan: { zh: '测得 {value}，要求大于 {low}。', en: 'Measured: {value}; allowed: more than {low}.' },
  between: { zh: '测得 {value}，要求在 {low} 到 {high} 之间。', en: 'Measured: {value}; allowed: from {low} to {high}.' },
  bytes: { zh: '{value} 字节', en: '{value} bytes' },
  '%': { zh: '{value}%', en: '{value}%' },
  times: { zh: '{value} 倍', en: '{value} times' },
  degrees: { zh: '{value}°', en: '{value}°' },
  count: { zh: '{value} 个', en: '{value}' },
  px: { zh: '{value} 像素', en: '{value} pixels' },
  'grey levels': { zh: '{value} 级灰度', en: '{value} grey levels' },
  'jpeg quality': { zh: '{value}（JPEG 质量）', en: '{value} (JPEG quality)' },
  dE: { zh: '{value}（色差）', en: '{value} (colour difference)' },
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
  required: { zh: '请先选择一张照片。', en: 'Please choose a photo.' },
  firstLook: {
    zh: '这是初步结果。看人脸要用的部分还在下载，下载好后会自动接着查。',
    en: 'A first look. What is needed to look at the face is still loading; the check goes on by itself.',
  },
  modelsLoaded: { zh: '已下载 {loaded} / {total} MB', en: '{loaded} of {total} MB loaded' },
  noModels: {
    zh: '看人脸要用的部分没能下载下来，和人脸有关的各项还没有查；其余各项的结果在下面。',
    en: 'What is needed to look at the face could not be loaded, so points about the face are still open; the rest stands below.',
  },
  passes: { zh: '{name}：符合要求。', en: '{name}: fine.' },
  cannotTell: { zh: '{name}：暂时无法判断，因为{because}。', en: '{name}: cannot be told, because {because}.' },
  takePhoto: { zh: '用相机拍一张', en: 'Take a photo' },
  takeAssisted: { zh: '请别人帮您拍一张', en: 'Have somebody take your photo' },
  assisted: {
    zh: '所以不要自拍：请别人拿着手机，用后置镜头给您拍。',
    en: 'So no selfie: let somebody else hold the phone and use its rear camera.',
  },
  openCamera: { zh: '打开后置相机', en: 'Open the rear camera' },
  noCamera: { zh: '这里不能直接拍照。', en: 'Photos cannot be taken here.' },
  unsupported: {
    zh: '这个浏览器运行不了完整的检查。',
    en: 'This browser cannot run the whole check.',
  },
  policy: {
    zh: '检查程序被这个网页的安全策略拦住了，不是您的照片有问题。请告诉网站的管理员。',
    en: 'The check was blocked by the page’s security policy; nothing is wrong with your photo. Please tell whoever runs this site.',
  },
  download: {
    zh: '检查程序没能下载下来，可能是网络不太好。',
    en: 'The check could not be downloaded; the network may be bad.',
  },
  wrong: {
    zh: '这个浏览器的计算结果不可靠，所以没有用它来检查。',
    en: 'This browser does not compute reliably, so the check was not run with it.',
  },
  stopped: {
    zh: '检查这张照片时程序中断了，重试一次也没有成功。照片还在您的设备上。',
    en: 'The check stopped at this photo, and again when tried once more. The photo is still on your device.',
  },
  unknownTrouble: {
    zh: '这次没能检查成功，照片还在您的设备上。',
    en: 'The check did not work; your photo is still on your device.',
  },
  onlyHeader: {
    zh: '下面只看了文件的格式、大小和尺寸；其余各项等您上传后由服务器检查。',
    en: 'Below, only the file’s format, length and size were looked at; the server checks everything else after your upload.',
  },
  onlyFile: {
    zh: '下面只看了文件本身：格式、大小、尺寸、是否完整、压缩程度；其余各项等您上传后由服务器检查。',
    en: 'Below, only the file itself was looked at: format, length, size, completeness, compression; the server checks everything else after your upload.',
  },
  leftToServer: {
    zh: '您仍然可以上传，由服务器检查。',
    en: 'You can still upload it; the server will check it.',
  },
  cureWeChat: {
    zh: '请升级微信到最新版本（我 › 设置 › 关于微信），再打开本页，就能完整检查。',
    en: 'Please update WeChat (Me › Settings › About), then open this page again for the whole check.',
  },
  cureApple: {
    zh: '请升级 iOS（设置 › 通用 › 软件更新）；如果开启了“锁定模式”，请对本网站关闭它，再打开本页。',
    en: 'Please update iOS (Settings › General › Software Update). If Lockdown Mode is on, exclude this site from it, then open this page again.',
  },
  cureBrowser: {
    zh: '请换用最新版的浏览器打开本页，就能完整检查。',
    en: 'Please open this page in an up-to-date browser for the whole check.',
  },
  retry: { zh: '再试一次', en: 'Try again' },
  details: { zh: '技术细节', en: 'Technical details' },
  askServer: {
    zh: '也可以现在就请服务器检查。照片会离开您的设备，发送到 {host}。',
    en: 'The server can check it now. Your photo will then leave your device and be sent to {host}.',
  },
  consent: { zh: '同意，发送照片检查', en: 'I agree, send the photo' },
  asking: { zh: '正在发送并检查……', en: 'Sending and checking …' },
  byServer: { zh: '这是服务器检查的结果。', en: 'This is the server’s answer.' },
  serverSilent: {
    zh: '没能连上服务器，照片还在您的设备上。请检查网络后再试一次。',
    en: 'The server could not be reached; your photo is still on your device. Please check the network and try again.',
  },
  heicPhone: {
    zh: '苹果手机：在相册里打开照片，点“分享”，存到“文件”时选项里选“兼容性最好”，得到的就是 JPG；以后拍照前，可在“设置 › 相机 › 格式”里选“兼容性最佳”。',
    en: 'iPhone: open the photo, tap Share, then Options, choose Most Compatible and save it to Files: that is a JPEG. For new photos choose Settings › Camera › Formats › Most Compatible.',
  },
  heicAndroid: {
    zh: '安卓手机：在相册里打开照片，在“更多”里选“转换格式”或“另存为 JPG”；以后拍照前，可在相机设置里关闭“HEIF / 高效格式”。',
    en: 'Android: open the photo and choose Convert or Save as JPEG from the menu. For new photos switch off HEIF (high efficiency) in the camera’s settings.',
  },
  heic: { zh: '怎样得到 JPG', en: 'How to get a JPEG' },
};

/** @typedef {keyof typeof TEXTS} Key */

/** Numbers are shown with two decimals at most. */
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
 * @param {Record<string, string>} values those that are missing stay as they are
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
  // Both languages write numbers alike, and a browser's own formats take a page longer to make than all else.
  const number = [whole.replace(/\B(?=(\d{3})+$)/g, ','), decimals].filter(Boolean).join('.');
  return unit in TEXTS ? text(/** @type {Key} */ (unit), language, { value: number }) : `${number} ${unit}`;
}
