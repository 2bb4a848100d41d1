-- The help desk finds a record by the phone number of its account. Accounts of older versions get their key when a process
-- starts: only the program can open the number.

ALTER TABLE account ADD COLUMN phone_key TEXT;
CREATE INDEX account_phone ON account (phone_key);
CREATE INDEX collection_of_entry ON collection (roster_entry);
