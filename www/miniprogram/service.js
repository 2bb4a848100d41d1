/**
 * The service, as the native pages ask it. They share no cookies with the web-view: each side has a session of its own, and
 * the web-view gets its by a ticket that is good once, for a minute.
 */

/** Where the service is. It has to be a request and a business domain of the mini-program. */
const ADDRESS = 'https://campaign.example';

/** The cookie of the native session, once there is one. */
let cookie = '';

/**
 * What went wrong, in words for people.
 * @typedef {{ code: string, message: string }} Failure
 */

/**
 * Asks as whoever uses this WeChat account; signs in before if that is needed.
 * @param {'POST'} method
 * @param {string} path
 * @param {object} data
 * @returns {Promise<any>} the answer; rejected with a `Failure`
 */
async function ask(method, path, data) {
  if (!cookie) await signIn();
  try {
    return (await send(method, path, data)).data;
  } catch (failure) {
    if (/** @type {Failure} */ (failure).code !== 'not-signed-in') throw failure;
    await signIn();
    return (await send(method, path, data)).data;
  }
}

async function signIn() {
  cookie = '';
  const { code } = await wx.login();
  const { cookies } = await send('POST', 'sessions', { wechat_code: code });
  cookie = (cookies[0] ?? '').split(';')[0];
}

/**
 * @param {'POST'} method
 * @param {string} path
 * @param {object} data
 * @returns {Promise<WechatMiniprogram.RequestSuccessCallbackResult<any>>}
 */
function send(method, path, data) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${ADDRESS}/api/v1/${path}`,
      method,
      data,
      header: { 'content-type': 'application/json', ...(cookie && { cookie }) },
      success: (answer) => {
        if (answer.statusCode < 300) resolve(answer);
        else reject(refusal(answer.data));
      },
      fail: () => reject({ code: 'offline', message: '没有连上服务器，请检查网络后再试一次。' }),
    });
  });
}

/** What a problem document says. @param {any} problem @returns {Failure} */
function refusal(problem) {
  const message = problem?.message?.zh ?? '系统暂时繁忙，请稍后再试。';
  return { code: problem?.code ?? 'unavailable', message };
}

/** The web-view's address with a new session, at a page such as `#status/ID`. @param {string} page */
async function webAddress(page) {
  const { ticket } = await ask('POST', 'tickets', {});
  return `${ADDRESS}/enter?ticket=${encodeURIComponent(ticket)}${page}`;
}

/** What the web-view shows next: an address, once. */
let next = '';

/** Has the web-view show a page such as `#pay/ID`, when it is seen again. @param {string} page */
function show(page) {
  next = `${ADDRESS}/${page}`;
}

/** The address that the web-view is to show now; empty if it stays where it is. */
function shown() {
  const address = next;
  next = '';
  return address;
}

module.exports = { ask, webAddress, show, shown };
