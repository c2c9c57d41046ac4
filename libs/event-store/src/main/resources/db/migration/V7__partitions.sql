-- Each partition of both tables with its ledgers, both inclusive.
CREATE VIEW ledger_partitions AS
SELECT
  parent.relname::text AS table_name,
  part.oid::regclass::text AS partition_name,
  (bounds.found)[1]::bigint AS first_ledger,
  (bounds.found)[2]::bigint - 1 AS last_ledger
FROM pg_class AS parent
JOIN pg_inherits ON inhparent = parent.oid
JOIN pg_class AS part ON part.oid = inhrelid
CROSS JOIN LATERAL (
  SELECT regexp_match(
    pg_get_expr(part.relpartbound, part.oid), 'FROM \(''?(\d+)''?\) TO \(''?(\d+)''?\)') AS found
) AS bounds
WHERE parent.oid IN (to_regclass('token_transfers'), to_regclass('contract_events'));

COMMENT ON VIEW ledger_partitions IS
  'The partitions of token_transfers and contract_events, and the ledgers of each, inclusive';

-- Moves a plain table aside: a new one of the same columns, comments, checks and rights, partitioned
-- by ledgers, has its name, and what was stored lies in a table named for its ledgers, which is to be
-- attached once the new table has its indexes. Returns that table's name; null where it was empty,
-- and is gone. Names of indexes become free.
CREATE FUNCTION ttp_set_aside(of_table text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
  old_table oid := of_table::regclass;
  bounds text[];
  aside text;
  described text := obj_description(old_table, 'pg_class');
  found record;
BEGIN
  -- A view follows the table that it was made on, and would silently show the old rows alone.
  FOR found IN
    SELECT DISTINCT rewritten.ev_class::regclass::text AS name
    FROM pg_depend JOIN pg_rewrite AS rewritten ON rewritten.oid = objid
    WHERE refobjid = old_table AND classid = 'pg_rewrite'::regclass
      AND rewritten.ev_class NOT IN (
        old_table,
        coalesce(to_regclass('token_transfers_readable'), 0),
        coalesce(to_regclass('token_movements'), 0))
  LOOP
    RAISE EXCEPTION 'the view % reads %, which becomes a partitioned table: drop the view, start'
      ' the consumer, and make it again', found.name, of_table;
  END LOOP;
  bounds := regexp_match(
    (SELECT pg_get_constraintdef(oid) FROM pg_constraint
      WHERE conrelid = old_table AND conname = 'ledger_bounds'),
    '>= (\d+)\D.*< (\d+)\D');
  aside := of_table || '_' || coalesce(bounds[1] || '_' || (bounds[2]::bigint - 1), 'empty');
  EXECUTE format('ALTER TABLE %I RENAME TO %I', of_table, aside);
  FOR found IN
    SELECT indexrelid::regclass AS index, relname FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = old_table
  LOOP
    EXECUTE format('ALTER INDEX %s RENAME TO %I', found.index, left('first_' || found.relname, 63));
  END LOOP;
  EXECUTE format(
    'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS'
      ' INCLUDING STORAGE INCLUDING COMPRESSION) PARTITION BY RANGE (ledger_sequence)',
    of_table, aside);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS ledger_bounds', of_table);
  EXECUTE format('COMMENT ON TABLE %I IS %L', of_table, described);
  FOR found IN
    SELECT privilege_type AS privilege,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role
    FROM pg_class CROSS JOIN LATERAL aclexplode(relacl)
    WHERE pg_class.oid = old_table AND grantee <> relowner
  LOOP
    EXECUTE format('GRANT %s ON %I TO %s', found.privilege, of_table, found.role);
  END LOOP;
  IF bounds IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN aside;
END $$;

-- Attaches what was set aside, whose indexes become those of the partition; nothing is read or
-- built anew, because its bounds were checked before.
CREATE FUNCTION ttp_attach_aside(of_table text, aside text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  bounds text[];
BEGIN
  IF aside IS NULL THEN
    EXECUTE format('DROP TABLE %I', of_table || '_empty');
    RETURN;
  END IF;
  bounds := regexp_match(aside, '_(\d+)_(\d+)$');
  EXECUTE format(
    'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
    of_table, aside, bounds[1], bounds[2]::bigint + 1);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT ledger_bounds', aside);
END $$;

-- What the conversion needs is nobody else's.
REVOKE ALL ON FUNCTION ttp_set_aside(text), ttp_attach_aside(text, text) FROM PUBLIC;

DO $$
DECLARE
  aside text;
  view_name text;
BEGIN
  aside := ttp_set_aside('token_transfers');
  ALTER TABLE token_transfers ADD PRIMARY KEY (ledger_sequence, ordinal);
  -- As V1 and V4 have them, with their reasons.
  CREATE INDEX token_transfers_from ON token_transfers (from_address, ledger_sequence)
    WHERE from_address IS NOT NULL;
  CREATE INDEX token_transfers_to ON token_transfers (to_address, ledger_sequence)
    WHERE to_address IS NOT NULL;
  CREATE INDEX token_transfers_tx_hash ON token_transfers USING hash (tx_hash);
  CREATE INDEX token_transfers_asset ON token_transfers (asset, ledger_sequence)
    WHERE asset <> 'native';
  CREATE INDEX token_transfers_contract ON token_transfers (contract_address, ledger_sequence)
    WHERE asset IS DISTINCT FROM 'native';
  CREATE INDEX token_transfers_to_muxed
    ON token_transfers (to_address, to_muxed_value, ledger_sequence)
    WHERE to_muxed_value IS NOT NULL;
  CREATE INDEX token_transfers_closed_at ON token_transfers USING brin (closed_at);
  -- The same views, of the new table.
  FOREACH view_name IN ARRAY ARRAY['token_transfers_readable', 'token_movements'] LOOP
    EXECUTE format('CREATE OR REPLACE VIEW %I AS ', view_name) || regexp_replace(
      pg_get_viewdef(view_name::regclass),
      '\m' || coalesce(aside, 'token_transfers_empty') || '\M', 'token_transfers', 'g');
  END LOOP;
  PERFORM ttp_attach_aside('token_transfers', aside);
END $$;

-- Makes partitions for the ledgers first_ledger to last_ledger, as far as there are none: each up to
-- the next multiple of size, or to where the next one begins. Returns the last ledger that is covered
-- without a gap from first_ledger on. Runs with its owner's rights, so that a role that may only
-- insert can have the next partition made, and nothing else.
CREATE FUNCTION ttp_ensure_partitions(
  of_table text, from_ledger bigint, through_ledger bigint, size bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
  next_ledger bigint := from_ledger;
  covered bigint;
  end_ledger bigint;
  name text;
BEGIN
  IF of_table NOT IN ('token_transfers', 'contract_events') OR size < 1000
    OR from_ledger < 1 OR through_ledger > 4294967295 OR through_ledger - from_ledger > 10000000
  THEN
    RAISE EXCEPTION 'no partition of % for ledgers % to % of size %',
      of_table, from_ledger, through_ledger, size USING ERRCODE = 'invalid_parameter_value';
  END IF;
  LOOP
    SELECT last_ledger INTO covered FROM ledger_partitions
    WHERE table_name = of_table AND next_ledger BETWEEN first_ledger AND last_ledger;
    IF covered IS NULL AND next_ledger > through_ledger THEN
      RETURN next_ledger - 1;
    ELSIF covered IS NOT NULL THEN
      next_ledger := covered + 1;
    ELSE
      -- One makes it, the others find it.
      PERFORM pg_advisory_xact_lock(hashtextextended('ledger_partitions ' || of_table, 0));
      PERFORM FROM ledger_partitions
      WHERE table_name = of_table AND next_ledger BETWEEN first_ledger AND last_ledger;
      IF NOT FOUND THEN
        SELECT least((next_ledger / size + 1) * size - 1, min(first_ledger) - 1) INTO end_ledger
        FROM ledger_partitions WHERE table_name = of_table AND first_ledger > next_ledger;
        name := of_table || '_' || next_ledger || '_' || end_ledger;
        -- Made alone and then attached, which no reader or writer waits for.
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, of_table);
        EXECUTE format(
          'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
          of_table, name, next_ledger, end_ledger + 1);
      END IF;
    END IF;
  END LOOP;
END $$;

DO $$
BEGIN
  EXECUTE format(
    'ALTER FUNCTION ttp_ensure_partitions(text, bigint, bigint, bigint)'
      ' SET search_path = %I, pg_temp', current_schema());
END $$;

REVOKE ALL ON FUNCTION ttp_ensure_partitions(text, bigint, bigint, bigint) FROM PUBLIC;

-- What readers were promised: nothing from first_ledger on is removed while the row is there.
CREATE TABLE retention_holds (
  reader       text        PRIMARY KEY,
  first_ledger bigint      NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE retention_holds IS
  'Readers that still need ledgers: retention removes none from first_ledger on';
