/** The bundle: its size, what is in it by package, and what each package takes to load. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { externalsIn, instrumented, numberedModules, packageOf, partsOf } from './bundle-parts.js';
import { findNodes, type NodeBinary } from './nodes.js';
import { alternate, rival, run } from './processes.js';
import type { Report } from './report.js';
import { spreadOf } from './stats.js';
import { kilobytes, shown, table } from './table.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Why each package is there; a package without a reason here is one too many, and is shown so. */
const REASONS: Readonly<Record<string, string>> = {
  'this action': 'the action',
  valibot: 'inputs, and answers of APIs',
  '@actions/core': 'inputs, outputs, log, masking, job summary',
  '@actions/http-client': 'requests, keep-alive, proxy from the environment',
  '@actions/github': 'context of the run; nothing else of it',
  tunnel: 'requests through a proxy, for @actions/http-client',
  'fastest-levenshtein': 'near names in errors',
  'p-limit': '4 requests in flight',
  'yocto-queue': 'imported by p-limit',
  "Node's own": 'one line for each module of Node itself',
  webpack: 'glue between modules',
};

/** Tells when each module of the bundle began, and how long Node's own modules took within. */
const PRELUDE = `
import { writeFileSync as __write } from 'node:fs';
const __start = performance.now(), __marks = [], __externals = [];
function __enter(module) { __marks.push([module, performance.now()]); }
function __external(load, name) { const from = performance.now(); const it = load(name);
  __externals.push([name, performance.now() - from, __marks.at(-1)?.[0]]); return it; }
function __loaded() { const end = performance.now();
  __write(process.env.BENCH_MARKS, JSON.stringify({ start: __start, end, marks: __marks, externals: __externals })); process.exit(0); }
`;

interface Marks {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly (readonly [string, number])[];
  readonly externals: readonly (readonly [string, number, string?])[];
}

export async function benchBundle(report: Report, rounds: number): Promise<void> {
  report.heading('The bundle');
  const bundle = readFileSync(join(ROOT, 'dist', 'index.js'), 'utf8');
  const commonJs = commonJsPackages(bundle);
  const sizes = new Map<string, number>();
  for (const { module, bytes } of partsOf(bundle)) add(sizes, packageOf(module, commonJs), bytes);
  const nodes = findNodes(report);
  const loads = new Map<string, Load>();
  for (const node of nodes)
    loads.set(node.name, await measureLoad(bundle, node, { rounds, commonJs }));
  const names = [...sizes.keys()].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const times = (name: string): string[] =>
    nodes.map((node) => shown(spreadOf(loads.get(node.name)?.packages.get(name) ?? [0]), 2));
  const rows = names.map((name) => [
    name,
    kilobytes(sizes.get(name) ?? 0),
    ...times(name),
    REASONS[name] ?? 'NO REASON KNOWN',
  ]);
  const total = Buffer.byteLength(bundle);
  const sums = nodes.map((node) => shown(spreadOf(loads.get(node.name)?.modules ?? [0]), 2));
  rows.push(['all', kilobytes(total), ...sums, '']);
  report.text(
    `Time to load in ms, ${rounds} alternating rounds; median (quartiles); a package's time is without what it loads of Node's own.`,
  );
  report.text(
    table(['package', 'kB', ...nodes.map(({ name }) => `load, ${name}`), 'why it is there'], rows),
  );
  report.text(
    `Chunks, loaded only where they are asked for: ${chunks()
      .map(({ name, bytes }) => `${name} ${kilobytes(bytes)} kB`)
      .join(', ')}.`,
  );
  for (const node of nodes) printPhases(report, node, loads.get(node.name));
  report.target({
    what: 'packages without a reason',
    max: 0,
    measured: names.filter((name) => !(name in REASONS)).length,
    unit: '',
  });
}

/** The files of dist that the entry imports later. */
function chunks(): { name: string; bytes: number }[] {
  return readdirSync(join(ROOT, 'dist'))
    .filter((name) => /^\d+\.index\.js$/.test(name))
    .map((name) => ({ name, bytes: statSync(join(ROOT, 'dist', name)).size }));
}

/** Milliseconds, run by run. */
class Load {
  readonly packages = new Map<string, number[]>();
  /** Node's own modules. */
  readonly externals = new Map<string, number[]>();
  /** From the start of the process to the bundle's first statement. */
  readonly before: number[] = [];
  /** All modules. */
  readonly modules: number[] = [];
  /** A bare process, start to exit. */
  readonly bare: number[] = [];
}

async function measureLoad(
  bundle: string,
  node: NodeBinary,
  { rounds, commonJs }: { rounds: number; commonJs: ReadonlyMap<string, string> },
): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  const load = new Load();
  try {
    const [script, marks] = [join(folder, 'index.js'), join(folder, 'marks.json')];
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(script, instrumented(bundle, PRELUDE));
    const measure = async () => {
      const ran = await run({ file: node.path, args: [script], env: { BENCH_MARKS: marks } });
      take(load, JSON.parse(readFileSync(marks, 'utf8')) as Marks, commonJs);
      return ran;
    };
    const contenders = [
      { name: 'bare', measure: () => run(rival(node.path, 'bare.mjs', {})) },
      { name: 'bundle', measure },
    ];
    const measured = await alternate(contenders, rounds, false);
    load.bare.push(...(measured.get('bare') ?? []).map((ran) => ran.ms));
    return load;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds one run: each module's time goes to its package, less what Node's own modules took in it. */
function take(
  load: Load,
  { start, end, marks, externals }: Marks,
  commonJs: ReadonlyMap<string, string>,
): void {
  const own = new Map<string, number>();
  for (const [index, [module, at]] of marks.entries()) {
    const took = (marks[index + 1]?.[1] ?? end) - at;
    const within = externals
      .filter(([, , inside]) => inside === module)
      .reduce((sum, [, ms]) => sum + ms, 0);
    add(own, packageOf(module, commonJs), took - within);
  }
  for (const [, ms] of externals) add(own, "Node's own", ms);
  for (const [name, ms] of own) push(load.packages, name, ms);
  for (const [name, ms] of externals) push(load.externals, name, ms);
  load.before.push(start);
  load.modules.push(end - start);
}

function printPhases(report: Report, node: NodeBinary, load: Load | undefined): void {
  if (load === undefined) return;
  const heavy = [...load.externals]
    .map(([name, ms]) => ({ name, median: spreadOf(ms).median }))
    .filter(({ median }) => median >= 0.2)
    .sort((a, b) => b.median - a.median);
  report.text(
    `${node.name}: a bare process takes ${shown(spreadOf(load.bare))} ms from start to exit; the bundle's first statement runs after ${shown(spreadOf(load.before))} ms, its modules load in ${shown(spreadOf(load.modules), 1)} ms. Of that, Node's own: ${heavy.map(({ name, median }) => `${name} ${median.toFixed(1)} ms`).join(', ')}.`,
  );
}

/** Some modules bear numbers: a comment at their import, or a piece of their text, says the package. */
function commonJsPackages(bundle: string): Map<string, string> {
  const found = externalsIn(bundle);
  for (const [id, path] of numberedModules(bundle)) found.set(id, packageOf(path, new Map()));
  const candidates = productionFiles();
  for (const [, id = '', body = ''] of bundle.matchAll(/^ {4}(\d+): \((\(.*?)^ {4}\}\)/gms)) {
    if (found.has(id)) continue;
    const lines = body.split('\n').filter((line) => !line.includes('__nccwpck_require__'));
    const longest = lines.reduce((a, b) => (b.length > a.length ? b : a), '').trim();
    const owner =
      longest.length < 20 ? undefined : candidates.find(({ text }) => text.includes(longest));
    found.set(id, owner?.name ?? 'webpack');
  }
  return found;
}

/** The CommonJS files of the packages that are not for development only. */
function productionFiles(): { name: string; text: string }[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const folders = Object.entries(lock.packages).filter(
    ([path, about]) => path !== '' && about.dev !== true,
  );
  return folders.flatMap(([path]) => {
    const name = packageOf(`${path}/`, new Map());
    if (name === 'typescript') return []; // a peer of valibot's for its types, never loaded
    const files = readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.c?js$/.test(file),
    );
    return files.map((file) => ({ name, text: readFileSync(join(ROOT, path, file), 'utf8') }));
  });
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function push(lists: Map<string, number[]>, name: string, value: number): void {
  lists.set(name, [...(lists.get(name) ?? []), value]);
}
