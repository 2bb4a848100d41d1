-- By what the database knows its keys again; noted when it is first used.
CREATE TABLE key_file (
    -- Always 1: there is one row.
    one BIGINT PRIMARY KEY,
    fingerprint TEXT NOT NULL
);
