-- Several pipelines in one database: a cursor for each table, whose rows do not say who wrote them.
ALTER TABLE pipeline_cursor
  ADD COLUMN table_name text NOT NULL DEFAULT 'token_transfers',
  ADD COLUMN filter     text NOT NULL DEFAULT '';
ALTER TABLE pipeline_cursor DROP CONSTRAINT pipeline_cursor_pkey, ADD PRIMARY KEY (table_name);
DROP INDEX pipeline_cursor_only_one;

COMMENT ON TABLE pipeline_cursor IS
  'How far each table has come; the consumer goes on from here';
COMMENT ON COLUMN pipeline_cursor.table_name IS 'The table whose rows this cursor covers';
COMMENT ON COLUMN pipeline_cursor.pipeline IS
  'Who writes the table: PIPELINE_NAME, or the table''s name; nobody else may';
COMMENT ON COLUMN pipeline_cursor.filter IS
  'Which events were asked for; empty: all. Other filters need another table';

-- What each ledger's message was, to hold against the processor's later: a row a ledger, also of one
-- without events. Ledgers that were stored before this table was made have none.
CREATE TABLE ledger_digests (
  table_name      text    NOT NULL,
  ledger_sequence bigint  NOT NULL,
  ledger_hash     bytea   NOT NULL,
  event_count     bigint  NOT NULL,
  digest          bytea   NOT NULL,
  PRIMARY KEY (table_name, ledger_sequence)
);

COMMENT ON TABLE ledger_digests IS
  'What was stored of each ledger, in short; written in the transaction that writes its rows';
COMMENT ON COLUMN ledger_digests.table_name IS 'The table that holds the ledger''s events';
COMMENT ON COLUMN ledger_digests.ledger_hash IS 'Hash of the ledger''s header';
COMMENT ON COLUMN ledger_digests.event_count IS 'How many rows of that table are the ledger''s';
COMMENT ON COLUMN ledger_digests.digest IS
  'SHA-256 over the events'' messages, as ttp.v1.EventDigest defines it';
