/** The fee. WeChat's sheet says whether it was paid; the page behind is told so, and waits for the server to confirm it. */

const { ask, show } = require('../../service.js');

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
      const isPaid = state === 'unpaid' && pay && (await this.request(pay));
      if (isPaid) show(`#pay/${this.campaign}/paid`);
      wx.navigateBack();
    } catch (failure) {
      this.setData({ message: /** @type {{ message: string }} */ (failure).message });
    }
  },
  /**
   * Shows WeChat's sheet; tells whether that says "paid". It is not the last word: also after a failure the money may be on
   * its way.
   * @param {{ timeStamp: string, nonceStr: string, package: string, signType: 'RSA', paySign: string }} pay
   * @returns {Promise<boolean>}
   */
  request({ timeStamp, nonceStr, package: order, signType, paySign }) {
    return new Promise((resolve) => {
      const told = { success: () => resolve(true), fail: () => resolve(false) };
      wx.requestPayment({ timeStamp, nonceStr, package: order, signType, paySign, ...told });
    });
  },
});
