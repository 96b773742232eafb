/** What runners download each time they use the action: small, and nothing but what they need. */
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from './files.js';

const MAX_BYTES = 120_000;

/** The archive as GitHub makes it of the last commit, or `null` outside of a clone. */
function archive(format: 'tar' | 'zip'): Buffer | null {
  const args = ['archive', '--worktree-attributes', `--format=${format}`, 'HEAD'];
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, maxBuffer: 50_000_000 });
  return status === 0 ? stdout : null;
}

/** Names of the files in a tar archive without links: a header of 512 bytes for each, then its content in blocks of as many. */
function filesOf(tar: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; tar[at]; ) {
    const field = (from: number, length: number): string =>
      tar.toString('utf8', at + from, at + from + length).replace(/[\0 ].*$/s, '');
    if (field(156, 1) === '0') names.push(field(0, 100));
    at += 512 + Math.ceil(Number.parseInt(field(124, 12), 8) / 512) * 512;
  }
  return names;
}

const tar = archive('tar');
if (tar === null) console.warn('SKIPPED: the download is measured in a clone alone');

(tar === null ? describe.skip : describe)('the download', () => {
  test('holds action.yml, dist, LICENSE and README.md', () => {
    const names = filesOf(tar as Buffer).sort();
    const dist = names.filter((name) => name.startsWith('dist/'));
    expect(names).toEqual(['LICENSE', 'README.md', 'action.yml', ...dist]);
    expect(dist).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/licenses.txt', 'dist/package.json']),
    );
  });

  test(`has at most ${MAX_BYTES} bytes, compressed either way`, () => {
    expect(gzipSync(tar as Buffer).length).toBeLessThanOrEqual(MAX_BYTES);
    expect(archive('zip')?.length).toBeLessThanOrEqual(MAX_BYTES);
  });
});
