/** The texts of several sites, and how a site says its own. Names in braces are placeholders. */

/** @typedef {import('../package/checker/protocol.js').Language} Language */
/** @typedef {import('../package/checker/report.js').Message} Message */

/** @satisfies {Record<string, Message>} */
export const COMMON_TEXTS = {
  language: { zh: 'English', en: '中文' },
  loading: { zh: '正在打开……', en: 'Opening …' },
  problem: { zh: '有以下问题', en: 'There is a problem' },
  errorPrefix: { zh: '错误：{title}', en: 'Error: {title}' },
  offline: {
    zh: '没有连上服务器。请检查网络后再试一次，已经填写和选择的内容都还在。',
    en: 'The server could not be reached. Please check your network connection and try again; nothing you entered is lost.',
  },
  offlineTitle: { zh: '没有连上服务器', en: 'The server could not be reached' },
  retry: { zh: '再试一次', en: 'Try again' },
};

/**
 * What says the texts of a table.
 * @template {string} Key
 * @param {Record<Key, Message>} texts
 */
export function speaker(texts) {
  return (
    /** @type {Key} */ key,
    /** @type {Language} */ language,
    /** @type {Record<string, string | number>} */ values = {},
  ) => texts[key][language].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

export const text = speaker(COMMON_TEXTS);
