/** The candidate's pages. */

const { shown } = require('../../service.js');

Page({
  data: { address: '' },
  /** @param {{ address?: string }} options */
  onLoad({ address = '' }) {
    this.setData({ address: decodeURIComponent(address) });
  },
  onShow() {
    const address = shown();
    if (address) this.setData({ address });
  },
});
