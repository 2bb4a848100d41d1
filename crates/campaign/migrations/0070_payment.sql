-- What WeChat Pay said of an open order last: `unpaid` or `confirming`; said again to a page that asks too often.
ALTER TABLE payment ADD COLUMN answer TEXT;
-- How many refunds of the payment WeChat Pay has closed: the next one has another number.
ALTER TABLE payment ADD COLUMN refunds_closed BIGINT NOT NULL DEFAULT 0;
