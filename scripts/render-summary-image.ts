/**
 * Makes docs/images/summary.png, the picture in the README: the built action runs against the simulator, and the job summary that it writes is
 * shown as GitHub shows it. Needs a Chromium: `npx tsx scripts/render-summary-image.ts [path of chromium]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isoSeconds, startSimulator } from '../simulator/index.js';
import { RUN_ENV, runAction } from './run-action.js';

const TARGET = fileURLToPath(new URL('../docs/images/summary.png', import.meta.url));
const WIDTH = 1_000;
const HOUR = 3_600_000;

/** Backups that earlier runs of the same repository made, so that there is something to rotate. */
function earlierBackups() {
  return [3, 2, 1].map((daysAgo) => {
    const id = 498 - daysAgo;
    const marker = `[gha ${RUN_ENV.GITHUB_REPOSITORY}#${RUN_ENV.GITHUB_REPOSITORY_ID} create run=89000000${id}.1 job=deploy sha=c0ffee00c0ff key=000000000${id}]`;
    const description = `Before Deploy #${42 - daysAgo} by octocat ${marker}`;
    return { id, created_at: isoSeconds(Date.now() - daysAgo * 24 * HOUR), description };
  });
}

async function summaryOfARun(): Promise<string> {
  const simulator = await startSimulator({ backupDurationMs: 4_000, backups: earlierBackups() });
  try {
    const inputs = {
      api_url: simulator.url,
      api_token: simulator.token,
      server_id: '12345',
      keep_last: '3',
    };
    const { exitCode, summary } = await runAction({ with: inputs });
    if (exitCode !== 0) throw new Error('the step failed');
    // The picture shows what a user of VPS.org itself would see.
    return summary.replace(/^ {4}api_url: .*\n/m, '');
  } finally {
    await simulator.close();
  }
}

const inline = (text: string): string =>
  text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>');

function tableHtml(block: string): string {
  const rows = block.split('\n').filter((line) => !/^\|( --- \|)+$/.test(line));
  const cells = (row: string, tag: string): string =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => `<${tag}>${inline(cell)}</${tag}>`)
      .join('');
  return `<table>${rows.map((row, i) => `<tr>${cells(row, i === 0 ? 'th' : 'td')}</tr>`).join('')}</table>`;
}

/** The Markdown that a job summary is made of: headings, tables, code, `<details>` and paragraphs. */
function toHtml(markdown: string): string {
  const blocks = markdown.trim().split(/\n\n+/);
  return blocks
    .map((block) => {
      if (block.startsWith('### ')) return `<h3>${inline(block.slice(4))}</h3>`;
      if (block.startsWith('|')) return tableHtml(block);
      if (block.startsWith('```'))
        return `<pre><code>${block.replace(/^```\w*\n|\n```$/g, '')}</code></pre>`;
      return block.startsWith('<')
        ? block.replace('<details>', '<details open>')
        : `<p>${inline(block)}</p>`;
    })
    .join('\n');
}

const STYLE = `
  body { margin: 0; padding: 24px 32px; font: 14px/1.5 "Noto Sans", sans-serif; color: #1f2328; background: #fff; }
  h3 { font-size: 18px; margin: 0 0 16px; } p, pre, table, details { margin: 0 0 16px; }
  table { border-collapse: collapse; font-size: 13px; } th, td { border: 1px solid #d1d9e0; padding: 6px 12px; text-align: left; vertical-align: top; }
  th { font-weight: 600; } tr:nth-child(odd) td { background: #f6f8fa; } a { color: #0969da; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 14px; } code { font: 12.5px/1.45 "Noto Sans Mono", "DejaVu Sans Mono", monospace; }
`;

function chromium(binary: string, ...flags: string[]): string {
  const always = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--force-device-scale-factor=1',
  ];
  const { status, stdout, error } = spawnSync(binary, [...always, ...flags], { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${binary} failed`);
  return stdout;
}

async function main(): Promise<void> {
  const binary = process.argv[2] ?? 'chromium';
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(folder, 'summary.html');
    const measure =
      '<script>document.title = document.documentElement.getBoundingClientRect().height</script>';
    const html = `<!doctype html><meta charset="utf-8"><title></title><style>${STYLE}</style><body>${toHtml(await summaryOfARun())}${measure}`;
    writeFileSync(page, html);
    const url = pathToFileURL(page).href;
    const dom = chromium(binary, `--window-size=${WIDTH},800`, '--dump-dom', url);
    const height = Math.ceil(Number(/<title>([\d.]+)<\/title>/.exec(dom)?.[1]));
    mkdirSync(join(TARGET, '..'), { recursive: true });
    chromium(binary, `--window-size=${WIDTH},${height}`, `--screenshot=${TARGET}`, url);
    console.log(`docs/images/summary.png: ${WIDTH} x ${height}, ${statSync(TARGET).size} bytes`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
