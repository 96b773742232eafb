/** The messages in docs/troubleshooting.md are those that the code prints: one situation for each row, and one row for each situation. */
import { describe, expect, test } from '@jest/globals';
import { tables } from './failures.js';
import { tableIn } from './markdown.js';

/** The text in code of the first cells. */
function messagesIn(part: string): string[] {
  const rows = tableIn('docs/troubleshooting.md', `messages: ${part}`);
  return rows.map(([message = '']) => message.replace(/^`(.*)`$/, '$1'));
}

/** Whether the text is the complete message but for what its ellipses leave out; all white space is alike. */
function isShortFor(shown: string, message: string): boolean {
  const literally = (piece: string): string => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${shown.split('…').map(literally).join('.*')}$`).test(
    message.replace(/\s+/g, ' '),
  );
}

describe.each(Object.entries(tables))('the messages of %s', (part, situations) => {
  const shown = messagesIn(part);
  const printed = Object.entries(situations).map(([name, produce]) => ({
    name,
    message: produce(),
  }));

  test.each(printed)('$name: one row shows the message', async ({ message }) => {
    const text = await message;
    expect({ text, rows: shown.filter((row) => isShortFor(row, text)) }).toEqual({
      text,
      rows: [expect.any(String)],
    });
  });

  test.each(shown)('a step prints: %s', async (row) => {
    const texts = await Promise.all(printed.map((one) => one.message));
    expect(texts.filter((one) => isShortFor(row, one))).toHaveLength(1);
  });

  test('are as many as the situations', () => {
    expect(shown).toHaveLength(printed.length);
  });
});

test('a row that says something else is not taken for the message', () => {
  expect(isShortFor('Nothing was … its id.', 'Nothing was restored: give its id.')).toBe(true);
  expect(isShortFor('Nothing was … by id.', 'Nothing was restored: give its id.')).toBe(false);
  expect(isShortFor('Nothing was restored:', 'Nothing was restored: give its id.')).toBe(false);
  expect(isShortFor('was restored: …', 'Nothing was restored: give its id.')).toBe(false);
});
