/** The fee. WeChat's sheet says whether it was paid; the page behind waits for the server to confirm it. */

const { ask } = require('../../service.js');

Page({
  data: { message: '' },
  campaign: '',
  /** @param {{ campaign?: string }} options */
  onLoad({ campaign = '' }) {
    this.campaign = campaign;
    return this.pay();
  },
  async pay() {
    this.setData({ message: '' });
    try {
      const { state, pay } = await ask('POST', `collection/order?campaign=${this.campaign}`, {});
      if (state === 'unpaid' && pay) await this.request(pay);
      wx.navigateBack();
    } catch (failure) {
      this.setData({ message: /** @type {{ message: string }} */ (failure).message });
    }
  },
  /**
   * Shows WeChat's sheet. Whatever comes of it is not the last word: also after a failure the money may be on its way.
   * @param {{ timeStamp: string, nonceStr: string, package: string, signType: 'RSA', paySign: string }} pay
   * @returns {Promise<void>}
   */
  request({ timeStamp, nonceStr, package: order, signType, paySign }) {
    return new Promise((resolve) => {
      wx.requestPayment({ timeStamp, nonceStr, package: order, signType, paySign, complete: () => resolve() });
    });
  },
});
