/** What staff ask and do. The OpenAPI document describes every answer. */

import { api } from '../../common/api.js';

/** @typedef {'reviewer' | 'lead' | 'helpdesk' | 'office' | 'admin'} Role */

/** Who is signed in. @typedef {{ name: string, role: Role }} Me */

/** The folder of staff's addresses, seen from the pages. */
export const STAFF = '../api/v1/staff/';

export const { get, act } = api(STAFF);
