// The program reads the contracts at run time: dist is to be whole without the folder that they come from.
import { cpSync } from 'node:fs';

cpSync(new URL('../../protos', import.meta.url), new URL('dist/protos', import.meta.url), {
  recursive: true,
  filter: (source) => !source.includes('target') && !source.endsWith('pom.xml'),
});
