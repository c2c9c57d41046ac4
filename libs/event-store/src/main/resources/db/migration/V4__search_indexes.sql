-- What happened to a token that a contract made or that an asset's contract stands for; the asset's
-- own index has no contracts. The lumen is left out here as well: most rows are its own.
CREATE INDEX token_transfers_contract ON token_transfers (contract_address, ledger_sequence)
  WHERE asset IS DISTINCT FROM 'native';
-- What a customer of an exchange received: the exchange's rows are many, the customer's few.
CREATE INDEX token_transfers_to_muxed
  ON token_transfers (to_address, to_muxed_value, ledger_sequence)
  WHERE to_muxed_value IS NOT NULL;
