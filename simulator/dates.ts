import { isoSeconds } from './clock.js';
import type { DateStyle, RowDialect } from './dialect/index.js';

type DateDialect = Pick<RowDialect, 'clockSkewMs' | 'createdAtSkewMs' | 'localDates' | 'dateStyle'>;

const MINUTE = 60_000;
const documentedForm = /^[2-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A true date as answers show it; what a test seeded in another form stays as it is. */
export function writeDate(date: string | null, dialect: DateDialect): string | null {
  if (date === null || !documentedForm.test(date)) return date;
  const { clockSkewMs, createdAtSkewMs, localDates, dateStyle } = dialect;
  const ms = Date.parse(date) + clockSkewMs + createdAtSkewMs + localDates;
  return Number.isNaN(ms) ? date : styled(ms, dateStyle);
}

function styled(ms: number, style: DateStyle): string {
  switch (style) {
    case '+00:00':
      return withOffset(ms, 0, style);
    case '+02:00':
      return withOffset(ms, 120, style);
    case '-05:30':
      return withOffset(ms, -330, style);
    case 'fractions':
      return isoSeconds(ms).replace('Z', '.123456Z');
    case 'no zone':
      return isoSeconds(ms).slice(0, -1);
    default:
      return isoSeconds(ms);
  }
}

function withOffset(ms: number, minutes: number, offset: string): string {
  return isoSeconds(ms + minutes * MINUTE).replace('Z', offset);
}

/** An instant as HTTP writes it, in `Date` and `Retry-After`. */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
