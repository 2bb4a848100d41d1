-- Whether somebody has picked the photo out of a grid: it is then looked at by itself.
ALTER TABLE review ADD COLUMN picked BIGINT NOT NULL DEFAULT 0;
