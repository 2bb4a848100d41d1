-- One text for SQLite and PostgreSQL: TEXT, BIGINT and BYTEA only. Times are milliseconds since 1970 (UTC), flags 0 or 1.
-- `…_key` is a keyed hash by which a value is found, `…_sealed` the value, encrypted. `state` and `version` change only
-- together with a line in `audit`.

CREATE TABLE institution (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    institution TEXT NOT NULL REFERENCES institution (code),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- All that its file says, as JSON.
    settings TEXT NOT NULL
);

CREATE TABLE roster_entry (
    id TEXT PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    -- Level, identity and name together.
    match_key TEXT NOT NULL,
    -- The identity alone.
    identity_key TEXT NOT NULL,
    student_key TEXT NOT NULL,
    -- Everything that the line says, to see whether a later file says something else.
    content_key TEXT NOT NULL,
    name_sealed BYTEA NOT NULL,
    student_sealed BYTEA NOT NULL,
    level TEXT NOT NULL,
    -- Whether the last imported file has it.
    present BIGINT NOT NULL
);
CREATE UNIQUE INDEX roster_entry_student ON roster_entry (campaign, student_key);
CREATE INDEX roster_entry_match ON roster_entry (campaign, match_key);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login_key TEXT NOT NULL UNIQUE,
    login_sealed BYTEA NOT NULL,
    phone_sealed BYTEA,
    created BIGINT NOT NULL
);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    totp_sealed BYTEA NOT NULL,
    -- The time step of the last code that was used: none is taken twice.
    totp_step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

CREATE TABLE session (
    token_key TEXT PRIMARY KEY,
    -- `candidate` or `staff`.
    kind TEXT NOT NULL,
    -- The id of the account or of the member of staff.
    subject TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX session_subject ON session (kind, subject);

CREATE TABLE sms_code (
    phone_key TEXT PRIMARY KEY,
    code_key TEXT NOT NULL,
    expires BIGINT NOT NULL,
    tries BIGINT NOT NULL
);

CREATE TABLE counter (
    name TEXT NOT NULL,
    ends BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (name, ends)
);

CREATE TABLE collection (
    id TEXT PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    roster_entry TEXT NOT NULL REFERENCES roster_entry (id),
    -- None after staff has unbound it.
    account TEXT REFERENCES account (id),
    identity_key TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- The photo that counts.
    photo TEXT,
    reminded BIGINT NOT NULL,
    -- What the candidate declares, as JSON.
    declarations TEXT NOT NULL,
    -- The consents, as JSON, with their time.
    consents TEXT NOT NULL,
    -- How many photos the check has refused.
    refusals BIGINT NOT NULL,
    -- How many photos people have rejected.
    rejections BIGINT NOT NULL,
    created BIGINT NOT NULL
);
-- One identity and one account bind to one record of a campaign.
CREATE UNIQUE INDEX collection_entry ON collection (campaign, roster_entry) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX collection_account ON collection (campaign, account) WHERE account IS NOT NULL AND state <> 'withdrawn';
CREATE UNIQUE INDEX collection_identity ON collection (campaign, identity_key) WHERE account IS NOT NULL AND state <> 'withdrawn';
CREATE INDEX collection_state ON collection (campaign, state);
CREATE INDEX collection_of_account ON collection (account);

CREATE TABLE photo (
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (id),
    campaign TEXT NOT NULL REFERENCES campaign (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    -- What the check decided: `accepted`, `rejected` or `undecided`.
    decision TEXT NOT NULL,
    report TEXT NOT NULL,
    measurements TEXT NOT NULL,
    -- What the candidate declared with it, as JSON.
    declarations TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE UNIQUE INDEX photo_content ON photo (collection, sha256) WHERE state <> 'purged';

CREATE TABLE review (
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (id),
    photo TEXT NOT NULL REFERENCES photo (id),
    campaign TEXT NOT NULL REFERENCES campaign (id),
    -- 1; 2 for a second opinion; 3 for the lead's word where two differ.
    round BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    reviewer TEXT REFERENCES staff (id),
    lease_until BIGINT NOT NULL,
    -- `approve` or `reject`.
    verdict TEXT,
    -- As JSON.
    reasons TEXT,
    created BIGINT NOT NULL
);
CREATE UNIQUE INDEX review_round ON review (photo, round);
CREATE INDEX review_waiting ON review (state, lease_until, created);
CREATE INDEX review_reviewer ON review (reviewer, state);

CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    -- 1, 2, 3 … within the campaign.
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    photos BIGINT NOT NULL,
    -- Of the archive, once it is built.
    sha256 TEXT,
    bytes BIGINT,
    created BIGINT NOT NULL,
    received BIGINT
);
CREATE UNIQUE INDEX delivery_number ON delivery (campaign, number);

CREATE TABLE delivery_item (
    delivery TEXT NOT NULL REFERENCES delivery (id),
    collection TEXT NOT NULL UNIQUE REFERENCES collection (id),
    photo TEXT NOT NULL REFERENCES photo (id),
    PRIMARY KEY (delivery, collection)
);

CREATE TABLE message (
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (id),
    kind TEXT NOT NULL,
    -- The photo's turn, so that a second rejection is told, too.
    cycle BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX message_once ON message (collection, kind, cycle);

CREATE TABLE task (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it is about; with the kind, a task is there once.
    subject TEXT NOT NULL,
    due BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE UNIQUE INDEX task_once ON task (kind, subject);
CREATE INDEX task_due ON task (due);

-- What happened; lines are added, never changed. Nothing personal is in it.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    -- `candidate`, `staff:ID`, `machine` or `operator`.
    actor TEXT NOT NULL,
    -- The table, and its row.
    machine TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- The row's version after this line; none where no row changed.
    version BIGINT,
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    note TEXT NOT NULL
);
CREATE UNIQUE INDEX audit_version ON audit (machine, subject, version);
