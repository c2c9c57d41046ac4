-- A contract's newest events, without going through all that it ever had; whoever looks for the
-- contract alone is served by it as well, so that there is no index more to keep.
CREATE INDEX contract_events_contract_order ON contract_events (contract_id, ledger_sequence);
DROP INDEX idx_contract_events_contract_id;
