/** The pages: what each is called, whose it is, and its code, which is loaded when it is opened. */

/** @typedef {import('./api.js').Role} Role */
/** @typedef {import('./page.js').App} App */
/** @typedef {import('./page.js').Content} Content */

/**
 * @typedef {object} Page
 * @property {import('./texts/office.js').Key} label
 * @property {Role[]} roles who has it beside administrators, as the server decides it
 * @property {() => Promise<(app: App) => Content | Promise<Content>>} load
 */

/** By address, in the order of the navigation. @type {Record<string, Page>} */
export const PAGES = {
  review: {
    label: 'navReview',
    roles: ['reviewer', 'lead'],
    load: async () => (await import('./pages/review.js')).review,
  },
  grid: { label: 'navGrid', roles: ['reviewer', 'lead'], load: async () => (await import('./pages/grid.js')).grid },
  desk: { label: 'navDesk', roles: ['helpdesk', 'lead'], load: async () => (await import('./pages/desk.js')).desk },
  campaigns: { label: 'navCampaigns', roles: [], load: async () => (await import('./pages/campaigns.js')).campaigns },
  staff: { label: 'navStaff', roles: [], load: async () => (await import('./pages/staff.js')).staff },
  dashboard: {
    label: 'dashboard',
    roles: ['lead', 'office'],
    load: async () => (await import('./pages/dashboard.js')).dashboard,
  },
  deliveries: {
    label: 'deliveries',
    roles: ['office'],
    load: async () => (await import('./pages/deliveries.js')).deliveries,
  },
};

/** The pages of a role. @param {Role} role */
export function pagesOf(role) {
  return Object.entries(PAGES).filter(([, { roles }]) => role === 'admin' || roles.includes(role));
}
