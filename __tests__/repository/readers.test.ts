/** Nothing here refers to what its readers cannot open: documents outside of the repository, or paths of one machine. */
import { describe, expect, test } from '@jest/globals';
import { read, trackedFiles } from './files.js';

const files = trackedFiles();
/** This file names what it forbids; the others are built, or are no text. */
const EXEMPT = /^(__tests__\/repository\/readers\.test\.ts|package-lock\.json|dist\/.*)$|\.png$/;

const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a document outside of the repository':
    /\b(contract|vps-api|glossary|runner-facts|engineering)\.md\b|\bthe contract\b/i,
  'a folder outside of the repository': /(?<![\w/-])(\.\.\/)*shared\//,
  'a path of one machine': /(?<![\w.:/-])\/(root|work|home|Users|tmp)\/(?!runner\b)[\w.-]+/,
};

describe.each(Object.entries(FORBIDDEN))('no file names %s', (_, pattern) => {
  (files === null ? test.skip : test)('in any line', () => {
    const found = (files ?? [])
      .filter((path) => !EXEMPT.test(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
      );
    expect(found).toEqual([]);
  });
});

test.each([
  ['a document outside of the repository', 'see contract.md'],
  ['a folder outside of the repository', 'as ../shared/x says'],
  ['a path of one machine', 'cp /home/me/x .'],
])('finds %s', (name, line) => expect(line).toMatch(FORBIDDEN[name] as RegExp));
