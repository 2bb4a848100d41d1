/** Signs in with WeChat, and goes on to the pages. */

const { webAddress } = require('../../service.js');

Page({
  data: { message: '' },
  /** The page of the web-view that is wanted, if it is not the first one. */
  page: '',
  /** @param {{ page?: string }} options */
  onLoad({ page = '' }) {
    this.page = decodeURIComponent(page);
    return this.enter();
  },
  async enter() {
    this.setData({ message: '' });
    try {
      const address = await webAddress(this.page);
      wx.redirectTo({ url: `/pages/web/web?address=${encodeURIComponent(address)}` });
    } catch (failure) {
      this.setData({ message: /** @type {{ message: string }} */ (failure).message });
    }
  },
});
