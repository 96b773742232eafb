/** Texts that other people might send, and which lines a runner would take for a command. */
import fc from 'fast-check';

const PIECES = [
  ...[
    '::',
    ':',
    '##[',
    '##',
    '#',
    '[',
    ']',
    '::error::',
    '::set-output name=a::b',
    '##[error]',
    '##[add-mask]x',
    '::stop-commands::t',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u000b',
    '\u000c',
    '\t',
    ' ',
    '\u00a0',
    '\u3000',
    '%0A',
    '%0D',
    '%25',
  ],
  ...[
    '\u200b',
    '\u200e',
    '\u200f',
    '\u202e',
    '\u2066',
    '\u2069',
    '\ufeff',
    '\u061c',
    '\u0000',
    '\u001b[31m',
    '\u007f',
    '\u009b',
  ],
  ...[
    '|',
    '`',
    '<b>',
    '</details>',
    '&lt;',
    '*',
    '_',
    '~~',
    '\\',
    '@octo',
    '#1',
    '$x$',
    'http://x.example',
    '![a](b)',
    '{',
    '}',
  ],
  ...['\ud83d', '\ude80', '🚀', 'ü', 'word', 'error', '"', "'", '\\u003a', '\\n'],
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

/** What white space is to the runner, which is a .NET program. */
const LEADING_SPACE = /^[\s\u0085]+/;

/** Lines that a runner would parse as commands, known name or not. */
export function commandsIn(printed: string): string[] {
  return printed
    .split(/\r\n|\r|\n/)
    .filter((line) => line.replace(LEADING_SPACE, '').startsWith('::') || line.includes('##['));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
export const LINE_BREAK = /[\r\n\u000b\u000c\u0085\u2028\u2029]/;

/** Texts that might be given as an input. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'0123456789 ,\n[]"-+.eExsmhdw'), maxLength: 12 }),
  fc.constantFrom(
    'Infinity',
    'NaN',
    '1e3',
    '0x10',
    '-1',
    '+1',
    '01',
    '1.0',
    '1_000',
    '٣',
    '９',
    '9007199254740993',
    '[]',
    '{}',
    'null',
    'true',
  ),
);
