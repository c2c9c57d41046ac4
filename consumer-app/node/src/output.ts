import { once } from 'node:events';
import type { TokenTransferEvent__Output } from './generated/token_transfer/TokenTransferEvent.js';

/**
 * An event as the original's client prints it, by the contract's names. Unlike there, what is unset
 * is left out (a fee has no operation), ids of 64 bits are text, and bytes are base64.
 */
export function printable(event: TokenTransferEvent__Output): string {
  return `Received TTP event:\n${JSON.stringify(event, valueOf, 2)}\n-------------------\n`;
}

function valueOf(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key]; // before Buffer made an object of itself
  if (Buffer.isBuffer(original)) {
    return original.toString('base64');
  }
  // Seconds since 1970 are far from the limit of a number.
  return value === null ? undefined : key === 'seconds' ? Number(value) : value;
}

/** Writes to standard output, no faster than its reader reads. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) {
    await once(process.stdout, 'drain');
  }
}
