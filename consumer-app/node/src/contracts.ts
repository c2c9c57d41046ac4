import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import type { ProtoGrpcType as EventTypes } from './generated/event_service.js';
import type { ProtoGrpcType as LedgerTypes } from './generated/ledger_event_service.js';

/** The contracts of `protos/`, read at run time; what `npm run types` generates are their types. */
export const contracts = grpc.loadPackageDefinition(
  protoLoader.loadSync(['ttp/v1/ledger_event_service.proto', 'event_service/event_service.proto'], {
    includeDirs: [fileURLToPath(new URL('protos', import.meta.url))],
    keepCase: true,
    defaults: true,
    longs: String, // ids of 64 bits have more digits than a number of JavaScript's
    enums: String,
  }),
) as unknown as LedgerTypes & EventTypes;

/** Of each connection: a whole ledger is one message, and one that is dead is to be noticed. */
export const channelOptions: grpc.ClientOptions = {
  'grpc.max_receive_message_length': 256 * 1024 * 1024,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
};
