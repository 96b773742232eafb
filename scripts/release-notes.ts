/**
 * `node scripts/release-notes.ts v1.2.3`: checks that the tag is the version of package.json and that CHANGELOG.md tells of it, and prints that
 * part of the CHANGELOG. Needs no package, so that the job that publishes runs no code but this repository's own.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Sources {
  /** Such as `v1.2.3`. */
  readonly tag: string;
  /** The version in package.json. */
  readonly version: string;
  readonly changelog: string;
}

/**
 * @returns the section of the CHANGELOG, without its heading
 * @throws Error where tag, version and CHANGELOG do not agree
 */
export function releaseNotes({ tag, version, changelog }: Sources): string {
  if (tag !== `v${version}`)
    throw new Error(`The tag is ${tag}, but package.json says version ${version}.`);
  const sections = changelog.split(/^## /m).slice(1);
  const bodyOf = (heading: RegExp): string | undefined =>
    sections.find((section) => heading.test(section))?.replace(/^.*\n/, '');
  const notes = bodyOf(
    new RegExp(`^\\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}\\r?\\n`),
  );
  if (notes === undefined)
    throw new Error(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD".`);
  if ((bodyOf(/^\[Unreleased\]/) ?? '').trim() !== '')
    throw new Error('CHANGELOG.md still has changes under Unreleased.');
  const withoutLinks = notes.replace(/^\[[^\]]+\]: \S+$/gm, '').trim();
  if (withoutLinks === '') throw new Error(`The section ${version} of CHANGELOG.md is empty.`);
  return `${withoutLinks}\n`;
}

const [, started] = process.argv;
// The path may lead here through a symbolic link.
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  const read = (name: string): string =>
    readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  try {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    process.stdout.write(
      releaseNotes({ tag: process.argv[2] ?? '(none)', version, changelog: read('CHANGELOG.md') }),
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
