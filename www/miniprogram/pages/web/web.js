/** The candidate's pages. */

Page({
  data: { address: '' },
  /** @param {{ address?: string }} options */
  onLoad({ address = '' }) {
    this.setData({ address: decodeURIComponent(address) });
  },
});
