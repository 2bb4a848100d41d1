/** What reviewers call the reasons for which photos are rejected. */

/** @typedef {import('../../package/checker/protocol.js').Language} Language */

const NAMES = /** @type {Record<string, import('../../package/checker/report.js').Message>} */ ({
  snapshot: { zh: '生活照', en: 'Snapshot' },
  selfie: { zh: '自拍', en: 'Selfie' },
  beautified: { zh: '过度美化', en: 'Beautified' },
  person: { zh: '不是本人或不止一人', en: 'Not the person, or several' },
  quality: { zh: '看不清楚', en: 'Not clear' },
  pose: { zh: '姿势或表情', en: 'Pose or expression' },
  background: { zh: '背景', en: 'Background' },
  clothing: { zh: '衣着或饰品', en: 'Clothes or jewellery' },
  covered: { zh: '脸或耳朵被遮住', en: 'Face or ear covered' },
  glasses: { zh: '眼镜', en: 'Glasses' },
  other: { zh: '其他', en: 'Other' },
});

/** @param {string} reason @param {Language} language */
export function reasonName(reason, language) {
  return NAMES[reason]?.[language] ?? reason;
}
