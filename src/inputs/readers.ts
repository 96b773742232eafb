/** How each input's value is read, and the type that it has then. Pure. */
import type { InputName } from './action-metadata.js';
import { OPERATIONS } from './types.js';
import {
  EXPECTED,
  InvalidValueError,
  parseApiUrl,
  parseBoolean,
  parseChoice,
  parseDuration,
  parseIds,
  parseInteger,
  parseText,
  parseToken,
} from './values.js';

const WAIT_UNITS = ['s', 'm', 'h'] as const;
// No minutes: `6m` would be six minutes to us and six months to somebody else, and what is older is deleted.
const AGE_UNITS = ['h', 'd', 'w'] as const;
const AGES = { units: AGE_UNITS, min: '1h', max: '3650d' } as const;

/** How each value is read. A reader throws {@link InvalidValueError} with what is allowed. */
export const PARSERS = {
  operation: (text: string) => parseChoice(text, OPERATIONS),
  api_token: parseToken,
  server_id: parseIds,
  server_name: parseText,
  backup_id: parseBackupIds,
  description: (text: string) => text,
  wait: parseBoolean,
  wait_timeout: (text: string) => parseDuration(text, { units: WAIT_UNITS, min: '1s', max: '24h' }),
  poll_interval: (text: string) => parseDuration(text, { units: WAIT_UNITS, min: '1s', max: '5m' }),
  keep_last: (text: string) => parseInteger(text, 1, 10),
  older_than: (text: string) => parseDuration(text, AGES),
  scope: (text: string) => parseChoice(text, ['repository', 'server'] as const),
  backup_type: (text: string) => parseChoice(text, ['manual', 'automatic'] as const),
  match: parseText,
  max_age: (text: string) => parseDuration(text, AGES),
  safety_backup: parseBoolean,
  reuse_on_rerun: parseBoolean,
  dry_run: parseBoolean,
  api_url: parseApiUrl,
} satisfies { [name in InputName]: (text: string) => unknown };

/** Every input's value, `null` where it is empty and has no default. */
export type ParsedValues = {
  readonly [name in InputName]: ReturnType<(typeof PARSERS)[name]> | null;
};

function parseBackupIds(text: string): number[] | 'latest' {
  if (text === 'latest') return text;
  try {
    return parseIds(text);
  } catch {
    throw new InvalidValueError(`${EXPECTED.ids}; restore takes one, or the word latest`);
  }
}
