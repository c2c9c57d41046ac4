-- One row an event. The rows of ledgers first_ledger..ledger_sequence of pipeline_cursor are here,
-- all of them and nothing else, at any instant: rows and cursor change in one transaction.
CREATE TABLE token_transfers (
  ledger_sequence   bigint        NOT NULL,
  ordinal           integer       NOT NULL,
  closed_at         timestamptz   NOT NULL,
  tx_hash           text          NOT NULL,
  transaction_index integer       NOT NULL,
  operation_index   integer,
  event_type        text          NOT NULL
    CHECK (event_type IN ('transfer', 'mint', 'burn', 'clawback', 'fee')),
  contract_address  text          NOT NULL,
  asset             text,
  from_address      text,
  to_address        text,
  amount            numeric(39,0) NOT NULL,
  to_muxed_type     text          CHECK (to_muxed_type IN ('id', 'text', 'hash')),
  to_muxed_value    text,
  PRIMARY KEY (ledger_sequence, ordinal),
  CHECK ((to_muxed_type IS NULL) = (to_muxed_value IS NULL))
);

COMMENT ON TABLE token_transfers IS 'Token-transfer events of Stellar, each exactly once';
COMMENT ON COLUMN token_transfers.ordinal IS
  'Place of the event in its ledger, from 0; with ledger_sequence it names the event for ever';
COMMENT ON COLUMN token_transfers.closed_at IS 'The ledger''s close time';
COMMENT ON COLUMN token_transfers.transaction_index IS
  'Place of the transaction in the ledger''s apply order, from 1';
COMMENT ON COLUMN token_transfers.operation_index IS
  'Place of the operation in its transaction, from 1; null for fees';
COMMENT ON COLUMN token_transfers.contract_address IS
  'The contract (C...) that emitted the event; for a classic asset its asset contract';
COMMENT ON COLUMN token_transfers.asset IS
  'native or CODE:ISSUER; null where the contract is no asset contract. A backslash in the code is written \\ and a zero byte \000: decode(asset, ''escape'') gives the bytes';
COMMENT ON COLUMN token_transfers.amount IS
  'In the asset''s smallest unit: 0.0000001 of a classic asset; a refunded fee is negative';
COMMENT ON COLUMN token_transfers.to_muxed_type IS
  'How the receiver tells its customers apart (CAP-67): id, text or hash';
COMMENT ON COLUMN token_transfers.to_muxed_value IS
  'id: unsigned decimal; hash: hexadecimal digits, 64 of a memo; text: a backslash is written \\ and a zero byte \000, so that decode(to_muxed_value, ''escape'') gives the bytes';

-- What was paid by or to an account, in the order in which it happened. Partial: most events are
-- fees, which nobody receives.
CREATE INDEX token_transfers_from ON token_transfers (from_address, ledger_sequence)
  WHERE from_address IS NOT NULL;
CREATE INDEX token_transfers_to ON token_transfers (to_address, ledger_sequence)
  WHERE to_address IS NOT NULL;
-- All events of a transaction. Hash: only equality is ever asked, and it keeps 4 bytes of the 64.
CREATE INDEX token_transfers_tx_hash ON token_transfers USING hash (tx_hash);
-- What happened to an issued asset. The lumen is left out: most rows are its own.
CREATE INDEX token_transfers_asset ON token_transfers (asset, ledger_sequence)
  WHERE asset <> 'native';
-- A day's or an hour's events. Close times rise with the table, so block ranges are exact enough,
-- and cost next to nothing to keep.
CREATE INDEX token_transfers_closed_at ON token_transfers USING brin (closed_at);

CREATE TABLE pipeline_cursor (
  pipeline        text        PRIMARY KEY,
  network         text        NOT NULL,
  first_ledger    bigint      NOT NULL,
  ledger_sequence bigint      NOT NULL,
  ledger_hash     text        NOT NULL,
  rules_version   bigint      NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (first_ledger <= ledger_sequence)
);

-- The rows do not say which pipeline wrote them, so there can be only one.
CREATE UNIQUE INDEX pipeline_cursor_only_one ON pipeline_cursor ((true));

COMMENT ON TABLE pipeline_cursor IS
  'How far the pipeline has come, in its only row; the consumer goes on from here';
COMMENT ON COLUMN pipeline_cursor.network IS
  'Network id: SHA-256 of the network''s passphrase, in hexadecimal';
COMMENT ON COLUMN pipeline_cursor.first_ledger IS 'The first ledger stored; none since is missing';
COMMENT ON COLUMN pipeline_cursor.ledger_sequence IS 'The last ledger stored, with or without events';
COMMENT ON COLUMN pipeline_cursor.ledger_hash IS 'Hash of that ledger''s header, in hexadecimal';
COMMENT ON COLUMN pipeline_cursor.rules_version IS
  'Version of the rules that made the events; other rules need another table';

-- For people: amounts of classic assets in units, texts as they were where they can be shown.
CREATE VIEW token_transfers_readable AS
SELECT
  ledger_sequence,
  ordinal,
  closed_at,
  event_type,
  CASE
    WHEN asset IS NULL THEN contract_address
    WHEN asset = 'native' THEN 'XLM'
    ELSE left(asset, -57) -- without the colon and the issuer's 56 characters
  END AS token,
  CASE WHEN asset IS NULL THEN amount ELSE (amount * 0.0000001)::numeric(39,7) END AS amount,
  from_address,
  to_address,
  to_muxed_type,
  to_muxed_value,
  tx_hash,
  transaction_index,
  operation_index
FROM token_transfers;

-- What each event did to each address: a statement of account is one WHERE clause, a balance since
-- first_ledger one SUM. A contract's own tokens are told apart by contract_address.
CREATE VIEW token_movements AS
SELECT
  from_address AS address,
  ledger_sequence,
  ordinal,
  closed_at,
  event_type,
  contract_address,
  asset,
  -amount AS amount,
  to_address AS counterparty,
  tx_hash
FROM token_transfers
WHERE from_address IS NOT NULL
UNION ALL
SELECT
  to_address,
  ledger_sequence,
  ordinal,
  closed_at,
  event_type,
  contract_address,
  asset,
  amount,
  from_address,
  tx_hash
FROM token_transfers
WHERE to_address IS NOT NULL;
