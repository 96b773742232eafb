import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  composeDescription,
  hasKeepTag,
  toSingleLine,
  truncate,
} from '../../src/backups/description.js';
import { type Marker, parseMarker } from '../../src/backups/marker.js';
import { anyMarker, marker, RUN, runs, SHA } from '../support/fixtures.js';

const OURS: Marker = { ...RUN, runId: '6000', attempt: 1, kind: 'create', key: '00112233aabb' };
/** What is left for text and `[keep]` beside the marker above, the space before it not counted. */
const ROOM = 255 - marker().length - 1;

describe('isKept', () => {
  test.each([
    ['[keep]', true],
    ['[KEEP]', true],
    ['before the move [Keep] for good', true],
    [`[keEp] ${marker()}`, true],
    ['keep', false],
    ['[keep', false],
    ['keep]', false],
    ['[ keep ]', false],
    ['[keeper]', false],
    ['', false],
    [null, false],
  ])('%p: %p', (text, expected) => {
    expect(hasKeepTag(text)).toBe(expected);
  });
});

describe('oneLine', () => {
  test.each([
    ['a\nb', 'a b'],
    ['a\r\nb', 'a b'],
    ['a\u2028b\u2029c\u0085d\u000be\u000cf', 'a b c d e f'],
    ['a\u0000\u0007\u001b[31mb\u007fc\u009fd', 'a [31mb c d'],
    ['  a \t  b  ', 'a b'],
    ['\n\n', ''],
    ['a\ud83db', 'a\ufffdb'],
    ['🚀 ü', '🚀 ü'],
  ])('%j becomes %j', (text, line) => {
    expect(toSingleLine(text)).toBe(line);
  });
});

describe('cut', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abc', 4, 'abc'],
    ['abcd', 3, 'abc'],
    ['abc', 0, ''],
    ['abc', -1, ''],
    ['a🚀b', 2, 'a'],
    ['a🚀b', 3, 'a🚀'],
    ['🚀🚀', 1, ''],
    ['\u{10ffff}a', 1, ''],
    ['\u{10000}a', 1, ''],
    ['\u{10ffff}ab', 3, '\u{10ffff}a'],
    ['\ue000ab', 1, '\ue000'],
    ['\ud7ffab', 1, '\ud7ff'],
  ])('%j to %p is %j', (text, limit, expected) => {
    expect(truncate(text, limit)).toBe(expected);
  });
});

describe('composeDescription', () => {
  test('the text comes first, then the marker', () => {
    expect(composeDescription('Before deploy', OURS)).toBe(`Before deploy ${marker()}`);
  });

  test('without a text there is the marker alone', () => {
    expect(composeDescription(' \n ', OURS)).toBe(marker());
  });

  test('the text gives way, exactly as far as it must', () => {
    const fits = 'x'.repeat(ROOM);
    expect(composeDescription(fits, OURS)).toBe(`${fits} ${marker()}`);
    expect(composeDescription(`${fits}y`, OURS)).toBe(`${fits} ${marker()}`);
    expect(composeDescription(`${'x'.repeat(ROOM - 1)} y`, OURS)).toBe(
      `${'x'.repeat(ROOM - 1)} ${marker()}`,
    );
  });

  test('[keep] is not cut off, in the case in which it was written', () => {
    expect(composeDescription(`${'x'.repeat(400)} [Keep] yyy`, OURS)).toBe(
      `${'x'.repeat(ROOM - 7)} [Keep] ${marker()}`,
    );
  });

  test('a [keep] that is within the room is not repeated', () => {
    const head = `[keep] ${'x'.repeat(ROOM - 7)}`;
    expect(composeDescription(`${head}yyyy`, OURS)).toBe(`${head} ${marker()}`);
  });

  test('a [keep] that the cut would go through is whole again', () => {
    const text = `${'x'.repeat(ROOM - 3)}[keep]`;
    expect(composeDescription(text, OURS)).toBe(`${'x'.repeat(ROOM - 7)} [keep] ${marker()}`);
  });

  test('a marker that fills the whole is not cut; one that would leave no room for [keep] is', () => {
    const filling: Marker = { ...OURS, job: 'j'.repeat(255 - marker({ job: '' }).length) };
    expect(composeDescription('', filling)).toBe(marker({ job: filling.job }));
    expect(composeDescription('text', filling)).toBe(marker({ job: filling.job }));
    expect(composeDescription('[keep]', filling)).toBe(
      `[keep] ${marker({ job: filling.job, sha: SHA.slice(0, 12) })}`,
    );
  });

  test('no two spaces where the text was cut', () => {
    expect(composeDescription(`${'x'.repeat(ROOM - 8)} yyyyyyyyyy [keep]`, OURS)).toBe(
      `${'x'.repeat(ROOM - 8)} [keep] ${marker()}`,
    );
  });

  test('a marker that leaves no room for more than [keep] gives way to it', () => {
    const wide: Marker = { ...OURS, job: 'j'.repeat(200) };
    const made = composeDescription('text [keep]', wide);
    expect(made).toHaveLength(255);
    expect(made.startsWith('[keep] [gha ')).toBe(true);
    expect(parseMarker(made)).toMatchObject({
      sha: SHA.slice(0, 12),
      runId: '6000',
      key: OURS.key,
    });
  });

  test("a marker in the user's text does not pass for ours", () => {
    const made = composeDescription(
      `x ${marker({ who: 'else/where', key: 'ffffffffffff' })}`,
      OURS,
    );
    expect(parseMarker(made)).toEqual(OURS);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          '[keep]',
          '[KEEP]',
          '🚀',
          '\n',
          '\u2028',
          '\ud83d',
          ' ',
          '[gha a/b',
          'x'.repeat(40),
          '\u001b[1m',
        ),
        {
          maxLength: 40,
        },
      )
      .map((p) => p.join('')),
  );

  test('whatever the text: at most 255 units, one line, well formed; the marker reads back but for what was cut; [keep] stays', () => {
    fc.assert(
      fc.property(anyText, anyMarker, (text, made) => {
        const whole = composeDescription(text, made);
        expect(whole.length).toBeLessThanOrEqual(255);
        expect(whole).toBe(toSingleLine(whole));
        expect(whole).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
        expect(whole.isWellFormed()).toBe(true);
        const { sha, job, ...rest } = parseMarker(whole) ?? { sha: 'none', job: 'none' };
        const { sha: madeSha, job: madeJob, ...madeRest } = made;
        expect(rest).toEqual(madeRest);
        expect([madeSha, madeSha.slice(0, 12)]).toContain(sha);
        expect(madeJob.startsWith(job)).toBe(true);
        if (job !== madeJob) expect(sha).toBe(madeSha.slice(0, 12));
        expect(hasKeepTag(whole)).toBe(hasKeepTag(toSingleLine(text)));
      }),
      { numRuns: runs(1_000) },
    );
  });
});
