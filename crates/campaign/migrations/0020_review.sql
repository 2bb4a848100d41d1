-- Who has passed a photo over: that person gets it again after all others.
ALTER TABLE review ADD COLUMN passed_by TEXT;
