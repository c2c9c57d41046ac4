-- V3 said that the watermark may be asked in the statement that reads the rows. At READ COMMITTED it
-- may not: the partitions are those of when the statement was planned, the watermark is of when it
-- runs, and a range that is attached in between would be told as complete without its rows.
COMMENT ON FUNCTION complete_through(text, bigint) IS
  'None of the ledgers from_ledger (or the oldest stored) to the result is missing; null where'
  ' from_ledger is not stored. Ask it in a statement of its own, before the one that reads the rows';
