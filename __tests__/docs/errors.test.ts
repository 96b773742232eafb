/** The messages in the README are the messages that the code prints: each row of its tables is met by one scenario, and each scenario by one row. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { failures, warnings } from './failures.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The first cells of the tables in a part of the README. */
function messagesIn(part: string): string[] {
  const text = README.split(`<!-- ${part} -->`)[1]?.split(`<!-- end of ${part} -->`)[0] ?? '';
  return [...text.matchAll(/^\| `(.+?)` \| /gm)].map((row) => row[1] ?? '');
}

/** Whether the text is the whole message but for what its ellipses leave out; white space of all kinds counts as one space. */
function isShortFor(shown: string, whole: string): boolean {
  const literally = (piece: string): string => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${shown.split('…').map(literally).join('.*')}$`).test(
    whole.replace(/\s+/g, ' '),
  );
}

describe.each([
  { part: 'failures', scenarios: failures },
  { part: 'warnings', scenarios: warnings },
])('the README table of $part', ({ part, scenarios }) => {
  const shown = messagesIn(part);
  const printed = Object.entries(scenarios).map(([name, produce]) => ({
    name,
    message: produce(),
  }));

  test.each(printed)('$name: one row shows the message', async ({ message }) => {
    const whole = await message;
    expect({ message: whole, rows: shown.filter((row) => isShortFor(row, whole)) }).toEqual({
      message: whole,
      rows: [expect.any(String)],
    });
  });

  test.each(shown)('a step prints: %s', async (row) => {
    const whole = await Promise.all(printed.map((one) => one.message));
    expect(whole.filter((one) => isShortFor(row, one))).toHaveLength(1);
  });

  test('has rows', () => {
    expect(shown).toHaveLength(printed.length);
  });
});

test('a row that says something else is not taken for the message', () => {
  expect(isShortFor('Nothing was … its id.', 'Nothing was restored: give its id.')).toBe(true);
  expect(isShortFor('Nothing was … by id.', 'Nothing was restored: give its id.')).toBe(false);
  expect(isShortFor('Nothing was restored:', 'Nothing was restored: give its id.')).toBe(false);
  expect(isShortFor('was restored: …', 'Nothing was restored: give its id.')).toBe(false);
});
