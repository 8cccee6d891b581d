-- Who holds which recovery card, as the owners have noted it: names alone, and nothing that opens anything. Of the newest
-- kit it is shown; that of older ones goes with the next note.
CREATE TABLE recovery_card_holders (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  epoch           INTEGER NOT NULL,
  card            INTEGER NOT NULL CHECK (card BETWEEN 1 AND 10),
  holder          TEXT NOT NULL CHECK (holder <> ''),
  -- For whom the holder works; NULL for a place, such as a bank's safe.
  party_id        TEXT REFERENCES parties (id),
  noted_at        TEXT NOT NULL,
  noted_by        TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (organization_id, epoch, card)
) STRICT, WITHOUT ROWID;
