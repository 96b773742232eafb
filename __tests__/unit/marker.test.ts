import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isFromRepository,
  isFromRun,
  type Marker,
  parseMarker,
  parseOwnMarker,
  renderMarker,
} from '../../src/backups/marker.js';
import { anyMarker, marker, RUN, SHA } from '../support/fixtures.js';

const OURS: Marker = { ...RUN, runId: '6000', attempt: 1, kind: 'create', key: '00112233aabb' };

describe('parseMarker', () => {
  test("reads every field of the contract's form", () => {
    expect(parseMarker(`Before deploy ${marker()}`)).toEqual(OURS);
    expect(parseMarker(marker({ kind: 'safety', run: '12345678901.17' }))).toEqual({
      ...OURS,
      kind: 'safety',
      runId: '12345678901',
      attempt: 17,
    });
  });

  test('the repository id may be missing', () => {
    expect(parseMarker(marker({ who: 'octo/site' }))).toEqual({ ...OURS, repositoryId: null });
  });

  test('a cut job id and a cut sha, both perhaps empty, are read as they stand', () => {
    expect(parseMarker(marker({ job: '', sha: '' }))).toEqual({ ...OURS, job: '', sha: '' });
    expect(parseMarker(marker({ job: 'dep', sha: '0123456789ab' }))).toEqual({
      ...OURS,
      job: 'dep',
      sha: '0123456789ab',
    });
  });

  test('white space that the API puts after it does no harm', () => {
    expect(parseMarker(`x ${marker()} \n`)).toEqual(OURS);
  });

  test('of two markers the last one counts', () => {
    expect(parseMarker(`${marker({ who: 'else/where' })} ${marker()}`)).toEqual(OURS);
    expect(parseMarker(`${marker()} ${marker({ who: 'else/where' })}`)?.owner).toBe('else');
  });

  test('stands at the end of a text of any length', () => {
    expect(parseMarker(`${'x'.repeat(100_000)} ${marker()}`)).toEqual(OURS);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['a text by hand', 'Pre-update backup'],
    ['text after the marker', `${marker()} restored by hand`],
    ['a sign after the marker', `${marker()}.`],
    ['another word for gha', marker().replace('gha', 'gh')],
    ['another kind', marker().replace('create', 'delete')],
    ['no owner', marker({ who: 'site#42' })],
    ['an owner with a space', marker({ who: 'oc to/site#42' })],
    ['a path of three', marker({ who: 'octo/site/more#42' })],
    ['a repository id that is no number', marker({ who: 'octo/site#4x2' })],
    ['an empty repository id', marker({ who: 'octo/site#' })],
    ['no attempt', marker({ run: '6000' })],
    ['a run that is no number', marker({ run: 'x.1' })],
    ['an attempt that is no number', marker({ run: '6000.x' })],
    ['a space in the job', marker({ job: 'de ploy' })],
    ['a key of 11', marker({ key: '00112233aab' })],
    ['a key of 13', marker({ key: '00112233aabbc' })],
    ['a key in capitals', marker({ key: '00112233AABB' })],
    ['a key that is not hex', marker({ key: '00112233aabg' })],
    ['no closing bracket', marker().slice(0, -1)],
    ['cut by the API', marker().slice(0, 40)],
    ['its head cut off', marker().slice(1)],
    ['a bracket in the sha', marker({ sha: '01[23' })],
  ])('%s is no marker', (_, text) => {
    expect(parseMarker(text)).toBeNull();
  });

  test('reads back whatever was written', () => {
    fc.assert(
      fc.property(anyMarker, fc.string({ unit: 'grapheme' }), (made, text) => {
        expect(parseMarker(renderMarker(made, 300))).toEqual(made);
        expect(parseMarker(`${text} ${renderMarker(made, 250)}`)).not.toBeNull();
      }),
    );
  });
});

describe('renderMarker', () => {
  test("is the contract's form", () => {
    expect(renderMarker(OURS, 255)).toBe(marker());
    expect(renderMarker({ ...OURS, repositoryId: null, kind: 'safety' }, 255)).toBe(
      marker({ who: 'octo/site', kind: 'safety' }),
    );
  });

  test('exactly at its limit nothing is cut; one less, and the sha goes down to 12 first', () => {
    const whole = marker();
    expect(renderMarker(OURS, whole.length)).toBe(whole);
    expect(renderMarker(OURS, whole.length - 1)).toBe(marker({ sha: SHA.slice(0, 12) }));
    expect(renderMarker(OURS, whole.length - 28)).toBe(marker({ sha: SHA.slice(0, 12) }));
  });

  test('then the job id is cut, from its end, by no more than it must', () => {
    const shorter = marker({ sha: SHA.slice(0, 12) });
    expect(renderMarker(OURS, shorter.length - 1)).toBe(
      marker({ sha: SHA.slice(0, 12), job: 'deplo' }),
    );
    expect(renderMarker(OURS, shorter.length - 5)).toBe(
      marker({ sha: SHA.slice(0, 12), job: 'd' }),
    );
    expect(renderMarker(OURS, shorter.length - 6)).toBe(marker({ sha: SHA.slice(0, 12), job: '' }));
    expect(renderMarker(OURS, 0)).toBe(marker({ sha: SHA.slice(0, 12), job: '' }));
  });
});

describe('isOurs', () => {
  test.each([
    ['ids agree', 'octo/site#42', '42', true],
    ['ids agree though the names do not: a rename loses nothing', 'old/name#42', '42', true],
    [
      'ids differ though the names agree: another repository of an old name',
      'octo/site#43',
      '42',
      false,
    ],
    ['names agree, the marker has no id', 'octo/site', '42', true],
    ['names agree, the run has no id', 'octo/site#42', null, true],
    ['names agree whatever their case', 'OcTo/SITE', '42', true],
    ['the owner differs', 'acme/site', '42', false],
    ['the repository differs', 'octo/other', '42', false],
    ['a name is a prefix of ours', 'octo/sit', null, false],
    ['ours is a prefix of a name', 'octo/site2', null, false],
    ['the id is a prefix of ours', 'octo/site#4', '42', false],
  ])('%s', (_, who, repositoryId, expected) => {
    const text = `x ${marker({ who })}`;
    const us = { ...RUN, repositoryId };
    expect(isFromRepository(parseMarker(text) ?? OURS, us)).toBe(expected);
    expect(parseOwnMarker(text, us) !== null).toBe(expected);
  });

  test('the names of the run may be in another case, too', () => {
    expect(
      parseOwnMarker(marker({ who: 'octo/site' }), {
        owner: 'OCTO',
        repo: 'Site',
        repositoryId: null,
      }),
    ).not.toBeNull();
  });

  test("what carries no marker is nobody's", () => {
    expect(parseOwnMarker('by hand', RUN)).toBeNull();
    expect(parseOwnMarker(null, RUN)).toBeNull();
  });
});

describe('madeByRun', () => {
  test.each([
    ['this attempt', marker({ run: '7000.2' }), true],
    ['an earlier attempt', marker({ run: '7000.1' }), true],
    ['another job of it', marker({ run: '7000.1', job: 'other' }), true],
    ['its safety backup', marker({ run: '7000.2', kind: 'safety' }), true],
    ['another run', marker({ run: '6999.2' }), false],
    ['a run whose number begins like ours', marker({ run: '70001.1' }), false],
    [
      "another repository's run of the same number",
      marker({ who: 'else/where#7', run: '7000.2' }),
      false,
    ],
    ['no marker', 'by hand', false],
    ['nothing', null, false],
  ])('%s', (_, description, expected) => {
    expect(isFromRun(description, RUN)).toBe(expected);
  });
});
