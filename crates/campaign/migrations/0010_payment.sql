-- What was paid, and given back. Its lines stay when a candidate leaves; then nothing in them tells who paid.

CREATE TABLE payment (
    -- Also the order's number at WeChat Pay.
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL REFERENCES collection (id),
    campaign TEXT NOT NULL REFERENCES campaign (id),
    -- Whose WeChat account the permission to pay is for; none once the candidate has left.
    account TEXT,
    -- 1, 2, 3 … within the collection.
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- In fen.
    amount BIGINT NOT NULL,
    -- The permission to pay that WeChat Pay gave; it lasts longer than the order.
    prepay_id TEXT,
    -- When the order ends by itself.
    expires BIGINT NOT NULL,
    -- WeChat Pay's number, once it is paid.
    transaction_id TEXT UNIQUE,
    created BIGINT NOT NULL,
    -- When it was paid, by WeChat Pay's clock.
    paid BIGINT,
    -- Why it is refunded.
    refund_reason TEXT,
    -- When WeChat Pay has taken the refund.
    refund_taken BIGINT
);
CREATE UNIQUE INDEX payment_number ON payment (collection, number);
-- One order at a time.
CREATE UNIQUE INDEX payment_open ON payment (collection) WHERE state IN ('created', 'pending');
CREATE INDEX payment_paid ON payment (paid);

-- The notices of WeChat Pay that were taken, so that each is taken once.
CREATE TABLE payment_notice (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
