/** How each input's value is read, and the type that it has then. Pure. */
import type { InputName } from './action-inputs.js';
import { OPERATIONS } from './inputs.js';
import {
  ALLOWED,
  NotAllowed,
  readApiUrl,
  readBoolean,
  readChoice,
  readDuration,
  readIds,
  readInteger,
  readText,
  readToken,
} from './values.js';

const WAIT_UNITS = ['s', 'm', 'h'] as const;
// No minutes: `6m` would be six minutes to us and six months to somebody else, and what is older is deleted.
const AGE_UNITS = ['h', 'd', 'w'] as const;
const AGES = { units: AGE_UNITS, least: '1h', most: '3650d' } as const;

/** How each value is read. A reader throws {@link NotAllowed} with what is allowed. */
export const READERS = {
  operation: (text: string) => readChoice(text, OPERATIONS),
  api_token: readToken,
  server_id: readIds,
  server_name: readText,
  backup_id: readBackupIds,
  description: (text: string) => text,
  wait: readBoolean,
  wait_timeout: (text: string) => readDuration(text, { units: WAIT_UNITS, least: '1s', most: '24h' }),
  poll_interval: (text: string) => readDuration(text, { units: WAIT_UNITS, least: '1s', most: '5m' }),
  keep_last: (text: string) => readInteger(text, 1, 10),
  older_than: (text: string) => readDuration(text, AGES),
  scope: (text: string) => readChoice(text, ['repository', 'server'] as const),
  backup_type: (text: string) => readChoice(text, ['manual', 'automatic'] as const),
  match: readText,
  max_age: (text: string) => readDuration(text, AGES),
  safety_backup: readBoolean,
  reuse_on_rerun: readBoolean,
  dry_run: readBoolean,
  api_url: readApiUrl,
} satisfies { [name in InputName]: (text: string) => unknown };

/** Every input's value, `null` where it is empty and has no default. */
export type Values = { readonly [name in InputName]: ReturnType<(typeof READERS)[name]> | null };

function readBackupIds(text: string): number[] | 'latest' {
  if (text === 'latest') return text;
  try {
    return readIds(text);
  } catch {
    throw new NotAllowed(`${ALLOWED.ids}; restore takes one, or the word latest`);
  }
}
