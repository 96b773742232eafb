/**
 * `npm run stats [-- BASE]`: signs of how the code stands, counted in the sources. Commit subjects are counted from the commit BASE, else
 * from where this branch left main.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CodeStats, codeStats, type SourceFile } from './stats/code.js';
import { type FunctionStat, parseDiagnostics } from './stats/functions.js';
import { quantile, wordsIn } from './stats/words.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GENERATED = ['src/inputs/action-metadata.ts', 'src/version.ts'];
const LIMITS = { complexity: 12, functionLines: 40, fileLines: 250, subject: 72 };

function main(base: string | undefined): void {
  const sources = sourceFiles();
  const rows = [
    ...codeRows(sources, codeStats(sources)),
    ...functionRows(measuredFunctions()),
    ...textRows(),
    ...subjectRows(base),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`);
}

type Row = readonly [name: string, value: string];

function sourceFiles(): SourceFile[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function codeRows(sources: readonly SourceFile[], stats: CodeStats): Row[] {
  const lines = sources.map(({ path, text }) => ({
    path,
    count: text.split('\n').length - 1,
    withoutBlank: text.split('\n').filter((line) => line.trim() !== '').length,
  }));
  const byHand = lines.filter(({ path }) => !GENERATED.includes(path));
  const total = lines.reduce((sum, { count }) => sum + count, 0);
  return [
    ['src: lines, in files', `${total}, ${sources.length}`],
    ['src: declared names', String(stats.names)],
    ['src: exports', String(stats.exports)],
    ['src: types', String(stats.types.length)],
    [
      'src: longest file, without blank lines',
      worst(byHand, ({ path, withoutBlank }) => [withoutBlank, path]),
    ],
    [
      `src: files over ${LIMITS.fileLines} lines`,
      over(
        byHand.map(({ withoutBlank }) => withoutBlank),
        LIMITS.fileLines,
      ),
    ],
    [
      'src: most imports, other than main.ts',
      worst(
        stats.imports.filter(({ path }) => path !== 'src/main.ts'),
        ({ path, count }) => [count, path],
      ),
    ],
  ];
}

/** Biome's own numbers: its rules with a limit that every function exceeds. */
function measuredFunctions(): FunctionStat[] {
  const folder = mkdtempSync(join(tmpdir(), 'stats-'));
  const complexity = {
    noExcessiveCognitiveComplexity: { level: 'error', options: { maxAllowedComplexity: 1 } },
    noExcessiveLinesPerFunction: {
      level: 'error',
      options: { maxLines: 1, skipBlankLines: true },
    },
  };
  const config = { root: true, linter: { rules: { preset: 'none', complexity } } };
  try {
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
    const args = ['biome', 'lint', `--config-path=${folder}`, '--max-diagnostics=none'];
    const { stdout } = spawnSync('npx', ['--no-install', ...args, '--reporter=json', 'src'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      shell: process.platform === 'win32',
    });
    return parseDiagnostics(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function functionRows(functions: readonly FunctionStat[]): Row[] {
  return [
    [
      'src: worst cognitive complexity',
      worst(functions, (one) => [one.complexity, `${one.path}:${one.line}`]),
    ],
    [
      `src: functions of complexity over ${LIMITS.complexity}`,
      over(
        functions.map((one) => one.complexity),
        LIMITS.complexity,
      ),
    ],
    [
      'src: longest function, in lines',
      worst(functions, (one) => [one.lines, `${one.path}:${one.line}`]),
    ],
    [
      `src: functions over ${LIMITS.functionLines} lines`,
      over(
        functions.map((one) => one.lines),
        LIMITS.functionLines,
      ),
    ],
  ];
}

function textRows(): Row[] {
  const readme = wordsIn(readFileSync(join(ROOT, 'README.md'), 'utf8')).length;
  const errors = errorMessages()?.map((message) => wordsIn(message).length);
  const shown = [0.5, 0.9, 1].map((share) => quantile(errors ?? [], share)).join(' / ');
  return [
    ['README.md: words', String(readme)],
    [
      'errors: words, median / 90 % / longest',
      errors === undefined
        ? 'not counted: the situations failed'
        : `${shown} (of ${errors.length})`,
    ],
  ];
}

function errorMessages(): string[] | undefined {
  const args = ['--import', 'tsx', join('scripts', 'stats', 'error-messages.ts')];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as string[]) : undefined;
}

function subjectRows(base: string | undefined): Row[] {
  try {
    const from = base ?? git('merge-base', 'HEAD', 'main');
    const subjects = git('log', '--no-merges', '--format=%s', `${from}..HEAD`)
      .split('\n')
      .filter((subject) => subject !== '');
    const long = subjects.filter((subject) => subject.length > LIMITS.subject).length;
    return [
      [
        `commits: subjects over ${LIMITS.subject} characters`,
        `${long} of ${subjects.length} since ${from.slice(0, 8)}`,
      ],
    ];
  } catch {
    return [['commits', 'not counted: there is no such base here']];
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function worst<T>(items: readonly T[], measure: (item: T) => readonly [number, string]): string {
  const [first] = items.map(measure).sort(([a], [b]) => b - a);
  return first === undefined ? '0' : `${first[0]} (${first[1]})`;
}

function over(values: readonly number[], limit: number): string {
  return String(values.filter((value) => value > limit).length);
}

main(process.argv[2]);
