-- The hash that the first ledger says the one before it has: what a backfill of older ones joins on.
-- Unknown where the table was begun by a version before this one.
ALTER TABLE pipeline_cursor ADD COLUMN previous_hash text;
COMMENT ON COLUMN pipeline_cursor.previous_hash IS
  'Hash of the ledger before first_ledger, in hexadecimal; null where it was not kept';

-- What a backfill has loaded. The live consumer's own range is its cursor: first_ledger to
-- ledger_sequence; all that is here lies below it.
CREATE TABLE ledger_ranges (
  table_name    text        NOT NULL,
  first_ledger  bigint      NOT NULL CHECK (first_ledger >= 1),
  last_ledger   bigint      NOT NULL CHECK (last_ledger <= 4294967295),
  pipeline      text        NOT NULL,
  network       text        NOT NULL,
  filter        text        NOT NULL,
  rules_version bigint      NOT NULL,
  previous_hash text,
  last_hash     text,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (table_name, first_ledger),
  CHECK (first_ledger <= last_ledger),
  -- Disjoint, whoever writes. Each table has 2^32 numbers of its own; were two names' hashes equal,
  -- one of the tables would be refused, never taken for the other.
  CONSTRAINT ledger_ranges_disjoint EXCLUDE USING gist (
    int8range(
      hashtext(table_name)::bigint * 4294967296 + first_ledger,
      hashtext(table_name)::bigint * 4294967296 + last_ledger,
      '[]') WITH &&)
);

COMMENT ON TABLE ledger_ranges IS
  'Ranges of ledgers that are whole in a table, below the cursor''s own; neighbours are one row';
COMMENT ON COLUMN ledger_ranges.previous_hash IS 'Hash of the ledger before the first; null where it is not known';
COMMENT ON COLUMN ledger_ranges.last_hash IS 'Hash of the last ledger; null where it is not known';

CREATE VIEW complete_ledgers AS
SELECT table_name, min(first_ledger) AS first_ledger, max(last_ledger) AS last_ledger
FROM (
  SELECT
    table_name,
    first_ledger,
    last_ledger,
    count(*) FILTER (WHERE begins) OVER (PARTITION BY table_name ORDER BY first_ledger) AS island
  FROM (
    SELECT
      table_name,
      first_ledger,
      last_ledger,
      first_ledger IS DISTINCT FROM
        lag(last_ledger) OVER (PARTITION BY table_name ORDER BY first_ledger) + 1 AS begins
    FROM (
      SELECT table_name, first_ledger, last_ledger FROM ledger_ranges
      UNION ALL
      SELECT table_name, first_ledger, ledger_sequence FROM pipeline_cursor
    ) AS pieces
  ) AS marked
) AS numbered
GROUP BY table_name, island;

COMMENT ON VIEW complete_ledgers IS
  'Which ledgers are whole in a table: a row for each stretch without a gap';

-- The watermark: none of the ledgers from_ledger (or the oldest stored) to the result is missing.
-- Null where from_ledger is not stored. Asked in the statement that reads the rows, or in one
-- transaction of REPEATABLE READ with it, it is of the same instant.
CREATE FUNCTION complete_through(of_table text, from_ledger bigint DEFAULT NULL) RETURNS bigint
LANGUAGE sql STABLE
AS $$
  SELECT last_ledger FROM complete_ledgers
  WHERE table_name = of_table
    AND (from_ledger IS NULL OR from_ledger BETWEEN first_ledger AND last_ledger)
  ORDER BY first_ledger LIMIT 1
$$;
