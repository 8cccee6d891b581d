-- Handing over what a person, or a whole partner, looks after. What is left to do is computed from what there is; kept is
-- what was there at the start, which steps somebody called done, and who signed.

CREATE TABLE handovers (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  member_id       TEXT REFERENCES members (id),
  party_id        TEXT REFERENCES parties (id),
  receiver_id     TEXT REFERENCES members (id), -- who takes over unless told otherwise
  reason          TEXT NOT NULL DEFAULT '',
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  at_start        TEXT NOT NULL CHECK (json_valid(at_start)), -- how much there was of each step
  closed_at       TEXT,
  closed_by       TEXT REFERENCES members (id),
  outcome         TEXT CHECK (outcome IN ('done', 'cancelled')),
  report          TEXT CHECK (report IS NULL OR json_valid(report)), -- as it was when it was closed
  CHECK ((member_id IS NULL) <> (party_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX handovers_of_organization ON handovers (organization_id, started_at);
-- One at a time for each.
CREATE UNIQUE INDEX handover_of_member ON handovers (member_id) WHERE closed_at IS NULL AND member_id IS NOT NULL;
CREATE UNIQUE INDEX handover_of_party ON handovers (party_id) WHERE closed_at IS NULL AND party_id IS NOT NULL;

CREATE TABLE handover_steps (
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  step        TEXT NOT NULL CHECK (step IN ('documents', 'lanes', 'contacts', 'reading', 'secrets', 'access')),
  note        TEXT NOT NULL DEFAULT '',
  done_at     TEXT,
  done_by     TEXT REFERENCES members (id),
  PRIMARY KEY (handover_id, step)
) STRICT, WITHOUT ROWID;

-- What was moved in it, for the report.
CREATE TABLE handover_moves (
  id          TEXT NOT NULL PRIMARY KEY,
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  step        TEXT NOT NULL,
  says        TEXT NOT NULL, -- RB-14, a lane's name
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  to_id       TEXT REFERENCES members (id),
  at          TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX moves_of_handover ON handover_moves (handover_id, at);

CREATE TABLE handover_signatures (
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  side        TEXT NOT NULL CHECK (side IN ('leaving', 'staying')),
  member_id   TEXT REFERENCES members (id), -- NULL: signed on paper, see name
  name        TEXT NOT NULL,
  note        TEXT NOT NULL DEFAULT '',
  left_then   TEXT NOT NULL CHECK (json_valid(left_then)), -- how much was left of each step when it was signed
  signed_at   TEXT NOT NULL,
  noted_by    TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (handover_id, side)
) STRICT, WITHOUT ROWID;
