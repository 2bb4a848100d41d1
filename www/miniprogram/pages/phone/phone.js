/** The phone number for messages, which WeChat tells with its owner's consent. */

const { ask } = require('../../service.js');

Page({
  data: { message: '' },
  /** @param {{ detail: { code?: string } }} event without a code where the owner has said no */
  async take({ detail: { code } }) {
    if (!code) {
      this.setData({ message: '没有授权手机号，就无法把审核结果告诉您。' });
      return;
    }
    try {
      await ask('POST', 'phone', { wechat_code: code });
      wx.navigateBack();
    } catch (failure) {
      this.setData({ message: /** @type {{ message: string }} */ (failure).message });
    }
  },
});
