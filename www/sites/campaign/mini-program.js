/** The mini-program around the pages, where there is one: what only its native pages can do. */

/** Whether this page is shown by a mini-program. */
export function inMiniProgram() {
  return /** @type {any} */ (window).__wxjs_environment === 'miniprogram';
}

/**
 * Opens a native page above this one; it comes back by itself.
 * @param {'enter' | 'phone' | 'pay'} page
 * @param {Record<string, string>} [parameters]
 */
export function openNative(page, parameters = {}) {
  // What WeChat's own script calls for `wx.miniProgram`; that script would have to come from another origin.
  const bridge = /** @type {any} */ (window).WeixinJSBridge;
  const url = `/pages/${page}/${page}?${new URLSearchParams(parameters)}`;
  // Whoever enters again gets another session, and so another web-view.
  const name = page === 'enter' ? 'reLaunch' : 'navigateTo';
  bridge?.invoke('invokeMiniProgramAPI', { name, arg: { url } });
}
