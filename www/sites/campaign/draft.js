/**
 * What waits on this device until the server has it: the level, the consents and the chosen photo of each campaign. Gone once
 * the photo has arrived, and after a day. It belongs to the account that is signed in, or signs in next, and no other one gets
 * it. Where the browser stores nothing, it lasts as long as the page.
 */

/**
 * @typedef {object} Draft
 * @property {string} [level]
 * @property {boolean} [consents] whether both were given
 * @property {File} [photo]
 * @property {string} [account] whose it is, once somebody has signed in
 * @property {number} [saved] when, in milliseconds since 1970
 */

/** How long a draft is kept, in milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;

const STORE = 'drafts';

/** What is known without the store, by campaign. @type {Map<string, Draft>} */
const drafts = new Map();

/** @type {Promise<IDBDatabase | null> | undefined} */
let opened;

/** Who is signed in. @type {string | null} */
let account = null;

export function signedInAccount() {
  return account;
}

/**
 * Says who is signed in: the draft is theirs, and what another account has left goes.
 * @param {string} campaign
 * @param {string | null} now
 * @returns {Promise<void>}
 */
export async function claimDraft(campaign, now) {
  const draft = await kept(campaign);
  account = now;
  if (!now || !draft.saved || draft.account === now) return;
  if (draft.account) return dropDraft(campaign);
  await keep(campaign, { ...draft, account: now });
}

/** The draft of a campaign. @param {string} campaign @returns {Promise<Draft>} */
export async function readDraft(campaign) {
  const draft = await kept(campaign);
  return draft.account && draft.account !== account ? {} : draft;
}

/** What is there, whoever has left it. @param {string} campaign @returns {Promise<Draft>} */
async function kept(campaign) {
  const known = drafts.get(campaign) ?? (await stored(campaign));
  const isOver = Date.now() - (known.saved ?? 0) > KEPT;
  if (isOver && known.saved) await dropDraft(campaign);
  const draft = isOver ? {} : known;
  drafts.set(campaign, draft);
  return draft;
}

/** Changes some of a draft. @param {string} campaign @param {Draft} change @returns {Promise<void>} */
export async function changeDraft(campaign, change) {
  await keep(campaign, { ...(await readDraft(campaign)), ...change, ...(account && { account }), saved: Date.now() });
}

/** @param {string} campaign @param {Draft} draft */
async function keep(campaign, draft) {
  drafts.set(campaign, draft);
  await write((store) => store.put(draft, campaign));
}

/** @param {string} campaign @returns {Promise<void>} */
export async function dropDraft(campaign) {
  drafts.delete(campaign);
  await write((store) => store.delete(campaign));
}

/** Removes all drafts. */
export async function dropDrafts() {
  drafts.clear();
  await write((store) => store.clear());
}

/** Removes every draft that was kept long enough, also those of campaigns that nobody opens any more. */
export async function sweepDrafts() {
  await write((store) => {
    store.openCursor().onsuccess = ({ target }) => {
      const cursor = /** @type {IDBRequest<IDBCursorWithValue | null>} */ (target).result;
      if (!cursor) return;
      if (Date.now() - cursor.value.saved > KEPT) cursor.delete();
      cursor.continue();
    };
  });
}

/** @param {string} campaign @returns {Promise<Draft>} */
async function stored(campaign) {
  const database = await openStore();
  if (!database) return {};
  return new Promise((resolve) => {
    const request = database.transaction(STORE).objectStore(STORE).get(campaign);
    request.onsuccess = () => resolve(request.result ?? {});
    request.onerror = () => resolve({});
  });
}

/** @param {(store: IDBObjectStore) => unknown} change @returns {Promise<void>} */
async function write(change) {
  const database = await openStore();
  if (!database) return;
  await new Promise((resolve) => {
    const transaction = database.transaction(STORE, 'readwrite');
    // A full or failing store keeps nothing; the page goes on without it.
    transaction.oncomplete = transaction.onerror = transaction.onabort = () => resolve(undefined);
    change(transaction.objectStore(STORE));
  });
}

/** @returns {Promise<IDBDatabase | null>} `null` where the browser stores nothing */
function openStore() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open('campaign', 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}
