/** `npm run bench [-- start|wait|bundle|fleet|network ...] [--rounds N]`: prints tables, writes nothing. See docs/performance.md. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBundle } from './bundle.js';
import { benchFleets } from './fleet.js';
import { benchLists } from './lists.js';
import { benchNetwork } from './network.js';
import { Provider } from './provider.js';
import { Report } from './report.js';
import { benchStart } from './start.js';
import { benchWait } from './wait.js';

const SECTIONS = ['start', 'wait', 'bundle', 'fleet', 'network'] as const;
/** Fewer say too little of the spread. */
const MIN_ROUNDS = 10;
const START_ROUNDS = 25;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !SECTIONS.some((section) => section === name));
  if (unknown.length > 0)
    throw new Error(`no section ${unknown.join(', ')}; there are ${SECTIONS.join(', ')}`);
  const rounds = parseRounds(values.rounds);
  const wanted = (section: (typeof SECTIONS)[number]): boolean =>
    positionals.length === 0 || positionals.includes(section);

  const report = new Report((text) => console.log(text));
  report.text(`# Bench: ${machine()}`);
  warnOfLoad(report);
  if (rounds < MIN_ROUNDS)
    report.text(
      `!! ${rounds} rounds are too few for figures that one may quote; ${MIN_ROUNDS} are the least.`,
    );
  const provider = new Provider();
  try {
    if (wanted('start'))
      await benchStart(report, provider, values.rounds === undefined ? START_ROUNDS : rounds);
    if (wanted('wait')) await benchWait(report);
    if (wanted('bundle')) await benchBundle(report, rounds);
    if (wanted('fleet')) await benchLists(report, provider, rounds);
    if (wanted('fleet')) await benchFleets(report, provider, rounds);
    if (wanted('network')) await benchNetwork(report, provider, rounds);
  } finally {
    provider.stop();
  }
  report.conclude();
}

function parseRounds(text: string | undefined): number {
  const rounds = Number(text ?? MIN_ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${text}: expected an integer from 1 up`);
  return rounds;
}

/** What else runs slows one side of a comparison as well as the other, but not alike. */
function warnOfLoad(report: Report): void {
  const [load = 0] = loadavg();
  if (load > 0.5)
    report.text(`!! The machine is busy (load ${load.toFixed(1)}): these are no figures to quote.`);
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${process.platform} ${process.arch}, ${cpus().length} x ${model}`;
}

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
