-- Finding. Three indexes over the same rows: a small one of titles and tags, one of the whole text, and one of title
-- trigrams for a piece in the middle of a word. Triggers keep them: whoever writes a document writes its index.

-- What is searched. `scope` and `place` are for the program: words that no text can hold (they begin with U+E000), so
-- that what a caller may see is part of the match itself, and a rare word stays cheap for somebody who sees little.
CREATE VIEW searchable AS
SELECT d.row_id,
       CASE d.kind WHEN 'runbook' THEN 'RB' WHEN 'credential' THEN 'CR' WHEN 'vendor' THEN 'VN' WHEN 'diagram' THEN 'DG' WHEN 'system' THEN 'SY' END || printf('-%02d', d.number) AS reference,
       d.title, d.tags, d.headings, d.summary, d.body, d.word_parts AS parts,
       -- collection, organization (both with an `a` if archived), kind, owner, and whether it is critical
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' ||
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'z' ELSE 'az' END || replace(d.organization_id, '-', '') || ' ' ||
       char(0xE000) || 'k' || d.kind || ' ' ||
       coalesce(char(0xE000) || 'o' || replace(d.owner_id, '-', '') || ' ', '') ||
       CASE d.criticality WHEN 'critical' THEN char(0xE000) || 'v ' ELSE '' END AS scope,
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' AS place
  FROM documents d JOIN collections c ON c.id = d.collection_id;

CREATE VIRTUAL TABLE title_index USING fts5 (
  reference, title, tags, scope,
  content = 'searchable', content_rowid = 'row_id', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE VIRTUAL TABLE text_index USING fts5 (
  reference, title, tags, headings, summary, body, parts, scope,
  content = 'searchable', content_rowid = 'row_id', tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);
CREATE VIRTUAL TABLE title_trigrams USING fts5 (
  title, place,
  content = 'searchable', content_rowid = 'row_id', tokenize = "trigram remove_diacritics 1"
);

-- Merging takes two pieces as soon as there are two: see features/search/tidy.ts.
INSERT INTO title_index (title_index, rank) VALUES ('usermerge', 2);
INSERT INTO text_index (text_index, rank) VALUES ('usermerge', 2);
INSERT INTO title_trigrams (title_trigrams, rank) VALUES ('usermerge', 2);

CREATE TRIGGER documents_indexed AFTER INSERT ON documents
BEGIN
  INSERT INTO title_index (rowid, reference, title, tags, scope)
  SELECT row_id, reference, title, tags, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO title_trigrams (rowid, title, place)
  SELECT row_id, title, place FROM searchable WHERE row_id = new.row_id;
END;

-- FTS5 forgets by being told what was there: before the change, from the same view.
CREATE TRIGGER documents_leave_index BEFORE UPDATE ON documents
WHEN (old.title, old.tags, old.headings, old.summary, old.body, old.word_parts, old.collection_id, old.archived_at,
      old.owner_id, old.criticality, old.kind, old.number, old.organization_id, old.row_id)
  IS NOT
     (new.title, new.tags, new.headings, new.summary, new.body, new.word_parts, new.collection_id, new.archived_at,
      new.owner_id, new.criticality, new.kind, new.number, new.organization_id, new.row_id)
BEGIN
  INSERT INTO title_index (title_index, rowid, reference, title, tags, scope)
  SELECT 'delete', row_id, reference, title, tags, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO title_trigrams (title_trigrams, rowid, title, place)
  SELECT 'delete', row_id, title, place FROM searchable WHERE row_id = old.row_id;
END;
CREATE TRIGGER documents_enter_index AFTER UPDATE ON documents
WHEN (old.title, old.tags, old.headings, old.summary, old.body, old.word_parts, old.collection_id, old.archived_at,
      old.owner_id, old.criticality, old.kind, old.number, old.organization_id, old.row_id)
  IS NOT
     (new.title, new.tags, new.headings, new.summary, new.body, new.word_parts, new.collection_id, new.archived_at,
      new.owner_id, new.criticality, new.kind, new.number, new.organization_id, new.row_id)
BEGIN
  INSERT INTO title_index (rowid, reference, title, tags, scope)
  SELECT row_id, reference, title, tags, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO title_trigrams (rowid, title, place)
  SELECT row_id, title, place FROM searchable WHERE row_id = new.row_id;
END;
CREATE TRIGGER documents_removed BEFORE DELETE ON documents
BEGIN
  INSERT INTO title_index (title_index, rowid, reference, title, tags, scope)
  SELECT 'delete', row_id, reference, title, tags, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO title_trigrams (title_trigrams, rowid, title, place)
  SELECT 'delete', row_id, title, place FROM searchable WHERE row_id = old.row_id;
END;

-- Words of the texts: what the beginning of a word may go on to, and what a slip of the finger may have meant. Nobody is
-- told a word from here before the index says that it stands in something the caller can reach.
CREATE TABLE search_words (
  word      TEXT NOT NULL PRIMARY KEY, -- small letters, without accents
  backwards TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_words_backwards ON search_words (backwards);

-- Searches that ended without a result or without a click: where documentation is missing.
CREATE TABLE search_gaps (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  text            TEXT NOT NULL, -- empty where the organization does not keep search texts
  day             TEXT NOT NULL,
  member_id       TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  without_result  INTEGER NOT NULL,
  without_click   INTEGER NOT NULL,
  PRIMARY KEY (organization_id, text, day, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_gaps_by_day ON search_gaps (organization_id, day);

-- Who stops keeping search texts keeps none of the past either.
CREATE TRIGGER search_texts_forgotten AFTER UPDATE OF keeps_search_texts ON organizations
WHEN new.keeps_search_texts = 0 AND old.keeps_search_texts = 1
BEGIN
  INSERT INTO search_gaps (organization_id, text, day, member_id, without_result, without_click)
  SELECT organization_id, '', day, member_id, sum(without_result), sum(without_click)
    FROM search_gaps WHERE organization_id = new.id AND text <> '' GROUP BY day, member_id
  ON CONFLICT DO UPDATE SET without_result = without_result + excluded.without_result,
                            without_click = without_click + excluded.without_click;
  DELETE FROM search_gaps WHERE organization_id = new.id AND text <> '';
END;
