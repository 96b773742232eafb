/** The description that a backup is made with: the user's text, cut to fit, and our marker. */
import { type Marker, renderMarker } from './marker.js';

/** The most UTF-16 units of a whole description. The API states no limit; 255 is what a database column would take. */
export const DESCRIPTION_LIMIT = 255;

const KEEP = /\[keep\]/i;

/** Whether a description protects its backup from rotation and prune for good. */
export function hasKeepTag(description: string | null): boolean {
  return KEEP.test(description ?? '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const WHITESPACE_AND_CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Control characters and line breaks of all kinds become spaces; runs of space become one. */
export function toSingleLine(text: string): string {
  return text.toWellFormed().replace(WHITESPACE_AND_CONTROL, ' ').trim();
}

/** At most `limit` UTF-16 units of a text, never half a character. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const half = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, Math.max(0, half ? limit - 1 : limit));
}

/**
 * Text and marker as one line of at most {@link DESCRIPTION_LIMIT} units. The text is what gives way, but never a `[keep]` in it.
 */
export function composeDescription(text: string, marker: Marker): string {
  const clean = toSingleLine(text);
  const keep = KEEP.exec(clean)?.[0] ?? '';
  const tail = renderMarker(marker, DESCRIPTION_LIMIT - (keep === '' ? 0 : keep.length + 1));
  const shown = truncateKeepingTag(clean, keep, DESCRIPTION_LIMIT - tail.length - 1);
  return shown === '' ? tail : `${shown} ${tail}`;
}

function truncateKeepingTag(text: string, keep: string, limit: number): string {
  const plain = truncate(text, limit).trimEnd();
  if (keep === '' || plain.includes(keep)) return plain;
  return `${truncate(text, limit - keep.length - 1).trimEnd()} ${keep}`.trimStart();
}
