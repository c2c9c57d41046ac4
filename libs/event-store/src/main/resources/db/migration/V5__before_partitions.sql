-- Partitions by range of ledgers. What is stored already becomes one of them as it is, without a
-- copy. First, in a transaction of its own, it is told which ledgers it may hold; no row is read.
DO $$
DECLARE
  first_stored bigint;
  last_stored bigint;
BEGIN
  SELECT min(ledger_sequence), max(ledger_sequence) INTO first_stored, last_stored
  FROM token_transfers;
  SELECT least(first_stored, min(first_ledger)), greatest(last_stored, max(ledger_sequence))
  INTO first_stored, last_stored
  FROM pipeline_cursor WHERE table_name = 'token_transfers';
  IF first_stored IS NOT NULL THEN
    EXECUTE format(
      'ALTER TABLE token_transfers ADD CONSTRAINT ledger_bounds'
        ' CHECK (ledger_sequence >= %s AND ledger_sequence < %s) NOT VALID',
      first_stored, last_stored + 1);
  END IF;
END $$;
