/** README, docs and CHANGELOG are fresh and complete, and their links resolve. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withGeneratedParts } from '../../scripts/generate-readme.js';
import { releaseNotes } from '../../scripts/release-notes.js';
import { anchors, codeBlocks, documents, prose, ROOT, textOf } from './markdown.js';

describe('README.md', () => {
  test('has its generated parts fresh (npm run generate)', () => {
    expect(textOf('README.md')).toBe(withGeneratedParts(textOf('README.md')));
  });

  test('shows the two commands to set up', () => {
    const commands = codeBlocks('README.md').filter((block) => block.language === 'sh');
    expect(commands.map((block) => block.code.trim())).toEqual([
      'npm ci && npm run demo',
      'npm ci && npm test',
    ]);
  });

  test('has at most 1,700 words', () => {
    expect(textOf('README.md').split(/\s+/).length).toBeLessThanOrEqual(1_700);
  });

  test('has a picture of at most 150 kB', () => {
    expect(statSync(join(ROOT, 'docs/images/summary.png')).size).toBeLessThan(150_000);
  });
});

describe('links', () => {
  const links = documents().flatMap((document) =>
    [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({
      document,
      link: match[1] ?? '',
    })),
  );
  const inside = links.filter(({ link }) => !/^https?:/.test(link));

  test.each(inside)('$document: $link', ({ document, link }) => {
    const [path = '', anchor] = link.split('#');
    const target =
      path === '' ? document : normalize(join(dirname(document), path)).replaceAll('\\', '/');
    expect(existsSync(join(ROOT, target))).toBe(true);
    if (anchor !== undefined) expect(anchors(target)).toContain(anchor);
  });

  test('are there', () => {
    expect(inside.length).toBeGreaterThan(30);
  });
});

describe('paths', () => {
  const PATH =
    /`((?:src|scripts|simulator|bench|docs|examples|dist|__tests__|\.github)\/[\w./-]*)`/g;
  const named = documents().flatMap((document) =>
    [...textOf(document).matchAll(PATH)].map((match) => match[1] ?? ''),
  );

  test('that a document names are there', () => {
    const paths = [...new Set(named)];
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('npm scripts', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = documents().flatMap((document) =>
    [...textOf(document).matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
  );

  test.each([...new Set(named)])('npm run %s is there', (name) => {
    expect(scripts).toHaveProperty([name]);
  });
});

describe('release notes', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-21\n\n### Added\n\n- A thing.\n\n## [1.1.0] - 2026-10-01\n\n- Old.\n';
  const release = { tag: 'v1.2.0', version: '1.2.0', changelog };

  test('are the section of the version', () => {
    expect(releaseNotes(release)).toBe('### Added\n\n- A thing.\n');
  });

  test.each([
    { change: { tag: 'v1.2.1' }, says: 'The tag is v1.2.1, but package.json says version 1.2.0.' },
    {
      change: { tag: 'v1.3.0', version: '1.3.0' },
      says: 'CHANGELOG.md has no section "## [1.3.0] - YYYY-MM-DD".',
    },
    {
      change: { changelog: changelog.replace('[Unreleased]\n', '[Unreleased]\n\n- More.\n') },
      says: 'CHANGELOG.md still has changes under Unreleased.',
    },
    {
      change: { changelog: changelog.replace('### Added\n\n- A thing.\n', '') },
      says: 'The section 1.2.0 of CHANGELOG.md is empty.',
    },
    {
      change: { changelog: changelog.replace(' - 2026-11-21', '') },
      says: 'CHANGELOG.md has no section "## [1.2.0] - YYYY-MM-DD".',
    },
  ])('refuse: $says', ({ change, says }) => {
    expect(() => releaseNotes({ ...release, ...change })).toThrow(says);
  });

  test('our own CHANGELOG has the form', () => {
    expect(textOf('CHANGELOG.md')).toMatch(/^# Changelog\n[\s\S]*^## \[Unreleased\]$/m);
  });
});
