-- What the dashboard counts, and how far a delivery is: written together with what it tells of.

-- The clauses of the check that a photo did not simply pass.
CREATE TABLE photo_clause (
    -- The photo's id; once the photo is erased, an id that nothing else has.
    photo TEXT NOT NULL,
    campaign TEXT NOT NULL REFERENCES campaign (id),
    rule TEXT NOT NULL,
    -- `fail`, `doubtful` or `not-assessed`.
    outcome TEXT NOT NULL,
    -- Whether the check refused the photo because of it.
    refuses BIGINT NOT NULL,
    -- What people decided on the photo, once they have.
    verdict TEXT,
    PRIMARY KEY (photo, rule)
);
CREATE INDEX photo_clause_figures ON photo_clause (campaign, rule, outcome, refuses, verdict);

-- What people decided; none where the campaign's policy let the check decide.
ALTER TABLE photo ADD COLUMN verdict TEXT;
UPDATE photo SET verdict = (SELECT review.verdict FROM review WHERE review.photo = photo.id
    AND review.state = 'applied' ORDER BY review.round DESC LIMIT 1);
CREATE INDEX photo_judged ON photo (campaign, decision, verdict);

-- When the decision counted.
ALTER TABLE review ADD COLUMN applied BIGINT;
CREATE INDEX review_applied ON review (campaign, applied);
CREATE INDEX review_queue ON review (campaign, state, created);
CREATE INDEX payment_state ON payment (campaign, state, amount);
CREATE INDEX message_state ON message (collection, kind, state);

-- How many photos of the archive are written.
ALTER TABLE delivery ADD COLUMN built BIGINT NOT NULL DEFAULT 0;
-- When the stored archive was last compared with its lists, and what differed, as JSON.
ALTER TABLE delivery ADD COLUMN verified BIGINT;
ALTER TABLE delivery ADD COLUMN differences TEXT;
