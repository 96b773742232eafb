/** The description of a new backup: the user's text, truncated to fit, and the marker. */
import { type Marker, renderMarker } from './marker.js';

/** UTF-16 units of a description. The API states no limit; 255 fits a common database column. */
export const DESCRIPTION_LIMIT = 255;

const KEEP = /\[keep\]/i;

/** Whether a description protects its backup from rotation and prune for good. */
export function hasKeepTag(description: string | null): boolean {
  return KEEP.test(description ?? '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const WHITESPACE_AND_CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Control characters and line breaks become spaces; runs of space become one. */
export function toSingleLine(text: string): string {
  return text.toWellFormed().replace(WHITESPACE_AND_CONTROL, ' ').trim();
}

/** At most `limit` UTF-16 units of a text, never half a character. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, Math.max(0, isHalf ? limit - 1 : limit));
}

/** A text without characters beyond the Basic Multilingual Plane, which some databases reject. */
export function toBasicPlane(text: string): string {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, '');
}

/**
 * Text and marker as one line of at most {@link DESCRIPTION_LIMIT} units. The text is truncated, but
 * never a `[keep]` in it.
 */
export function composeDescription(text: string, marker: Marker): string {
  const line = toSingleLine(text);
  const keepTag = KEEP.exec(line)?.[0] ?? '';
  const tail = renderMarker(marker, DESCRIPTION_LIMIT - (keepTag === '' ? 0 : keepTag.length + 1));
  const shown = truncateKeepingTag(line, keepTag, DESCRIPTION_LIMIT - tail.length - 1);
  return shown === '' ? tail : `${shown} ${tail}`;
}

function truncateKeepingTag(text: string, keepTag: string, limit: number): string {
  const plain = truncate(text, limit).trimEnd();
  if (keepTag === '' || plain.includes(keepTag)) return plain;
  return `${truncate(text, limit - keepTag.length - 1).trimEnd()} ${keepTag}`.trimStart();
}

/** The user's text of a description, without the marker at its end. */
export function userText(description: string | null): string {
  return (description ?? '').replace(/\s*\[gha [^[\]]*\]\s*$/, '');
}
