import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';

const LINK = 'TTP_SERVICE';

/**
 * What connections are made with, by the variables of the Java consumer: TTP_SERVICE_TLS,
 * TTP_SERVICE_TLS_CA_FILE, TTP_SERVICE_TLS_CERT_FILE, TTP_SERVICE_TLS_KEY_FILE and
 * TTP_SERVICE_TOKEN_FILE; or all that is wrong with them, in words that show no secret. The token is
 * read anew for each call, so that its file may be replaced.
 */
export function credentials(environment: NodeJS.ProcessEnv): grpc.ChannelCredentials | string[] {
  const problems: string[] = [];
  const file = (name: string): Buffer | null => read(environment, `${LINK}_${name}`, problems);
  const authority = file('TLS_CA_FILE');
  const certificate = file('TLS_CERT_FILE');
  const key = file('TLS_KEY_FILE');
  if ((certificate === null) !== (key === null) && problems.length === 0) {
    problems.push(`${LINK}_TLS_CERT_FILE and ${LINK}_TLS_KEY_FILE belong together`);
  }
  const tls = environment[`${LINK}_TLS`] || String(authority !== null || certificate !== null);
  if (tls !== 'true' && tls !== 'false') {
    problems.push(`${LINK}_TLS is neither true nor false: ${tls}`);
  }
  const tokenFile = environment[`${LINK}_TOKEN_FILE`];
  if (tokenFile) {
    file('TOKEN_FILE');
    if (tls !== 'true') {
      problems.push(`${LINK}_TOKEN_FILE is set without TLS: no token goes in plaintext`);
    }
  }
  if (problems.length > 0) {
    return problems;
  }
  if (tls === 'false') {
    return grpc.credentials.createInsecure();
  }
  const channel = grpc.credentials.createSsl(authority, key, certificate);
  return tokenFile
    ? grpc.credentials.combineChannelCredentials(channel, bearer(tokenFile))
    : channel;
}

function bearer(file: string): grpc.CallCredentials {
  return grpc.credentials.createFromMetadataGenerator((_, callback) => {
    try {
      const metadata = new grpc.Metadata();
      metadata.set('authorization', `Bearer ${readFileSync(file, 'utf8').trim()}`);
      callback(null, metadata);
    } catch (error) {
      callback(error as Error);
    }
  });
}

function read(environment: NodeJS.ProcessEnv, name: string, problems: string[]): Buffer | null {
  const path = environment[name];
  if (!path) {
    return null;
  }
  try {
    return readFileSync(path);
  } catch {
    problems.push(`${name} names a file that cannot be read: ${path}`);
    return null;
  }
}
