/**
 * Makes docs/images/summary.png, the picture in the README: the built action runs against the simulator, and the job summary that it writes is
 * shown as GitHub shows it. Needs a Chromium: `npx tsx scripts/render-summary-image.ts [path of chromium]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GitHubStandIn, isoSeconds, startSimulator } from '../simulator/index.js';
import { RUN_ENV, runAction } from './run-action.js';
import { type Block, parseBlocks, parseInline } from './summary/blocks.js';

const TARGET = fileURLToPath(new URL('../docs/images/summary.png', import.meta.url));
const WIDTH = 1_020;
const HOUR = 3_600_000;

/** Backups that earlier runs of the same repository made, so that there is something to rotate. */
function earlierBackups() {
  return [3, 2, 1].map((daysAgo) => {
    const id = 498 - daysAgo;
    const { GITHUB_REPOSITORY: name, GITHUB_REPOSITORY_ID: repositoryId } = RUN_ENV;
    const sha = `${'9ac41'[daysAgo]}b7d20e${id}`;
    const marker = `[gha ${name}#${repositoryId} create run=8900000${id}.1 job=deploy sha=${sha} state=good key=000000000${id}]`;
    const description = `Before Deploy #${42 - daysAgo} by octocat ${marker}`;
    return { id, created_at: isoSeconds(Date.now() - daysAgo * 24 * HOUR), description };
  });
}

async function summaryOfARun(): Promise<string> {
  const github = new GitHubStandIn();
  github.addDeployment({}, { state: 'success', run_id: 8_900_000_497 });
  const backups = earlierBackups();
  const simulator = await startSimulator({ backupDurationMs: 4_000, backups, github });
  try {
    const inputs = {
      api_url: simulator.url,
      api_token: simulator.token,
      server_id: '12345',
      keep_last: '3',
      deploy_environment: 'production',
      github_token: 'ghs_simulator_not_a_real_token',
    };
    const env = { GITHUB_API_URL: new URL('/github', simulator.url).href };
    const { exitCode, summary } = await runAction({ with: inputs, env });
    if (exitCode !== 0) throw new Error('the step failed');
    // The picture shows what a user of VPS.org itself would see.
    return summary.replace(/^ {4}api_url: .*\n/m, '');
  } finally {
    await simulator.close();
  }
}

function escaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign).replaceAll('\n', '<br>');
}

const TAGS = { text: null, strong: 'strong', code: 'code', link: 'a' } as const;

function inlineHtml(markdown: string): string {
  return parseInline(markdown)
    .map(({ kind, text, url }) => {
      const tag = TAGS[kind];
      if (tag === null) return escaped(text);
      return `<${tag}${url === undefined ? '' : ` href="${encodeURI(url)}"`}>${escaped(text)}</${tag}>`;
    })
    .join('');
}

function rowHtml(cells: readonly string[], tag: 'th' | 'td'): string {
  return `<tr>${cells.map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`).join('')}</tr>`;
}

/** As GitHub shows it, but with what is folded open. */
function toHtml(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join('\n');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${inlineHtml(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${inlineHtml(block.text)}</p>`;
    case 'preformatted':
      return `<pre>${inlineHtml(block.text)}</pre>`;
    case 'code':
      return `<pre><code>${escaped(block.lines.join('\n')).replaceAll('<br>', '\n')}</code></pre>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</ul>`;
    case 'quote':
      return `<blockquote>${toHtml(block.blocks)}</blockquote>`;
    case 'details':
      return `<details open><summary>${inlineHtml(block.summary)}</summary>${toHtml(block.blocks)}</details>`;
    case 'table':
      return `<table>${rowHtml(block.head, 'th')}${block.rows.map((row) => rowHtml(row, 'td')).join('')}</table>`;
  }
}

const STYLE = `
  body { margin: 0; padding: 24px 32px; font: 14px/1.5 "Noto Sans", sans-serif; color: #1f2328; background: #fff; }
  h3 { font-size: 18px; margin: 0 0 16px; } p, pre, table, details { margin: 0 0 16px; }
  table { border-collapse: collapse; font-size: 13px; } th, td { border: 1px solid #d1d9e0; padding: 6px 12px; text-align: left; vertical-align: top; }
  summary { margin: 0 0 8px; } th { font-weight: 600; } tr:nth-child(odd) td { background: #f6f8fa; } a { color: #0969da; }
  blockquote { margin: 0 0 16px; padding: 0 14px; border-left: 4px solid #d1d9e0; color: #59636e; }
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
    const html = `<!doctype html><meta charset="utf-8"><title></title><style>${STYLE}</style><body>${toHtml(parseBlocks(await summaryOfARun()))}${measure}`;
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
