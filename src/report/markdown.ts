/**
 * The parts of GitHub-flavoured Markdown that a job summary is made of. Pure. Text of the API or
 * the user comes in through {@link escapeTableCell} or {@link inlineText}.
 */
import { plural } from './labels.js';
import { escapeTableCell } from './sanitize.js';

/** The runner drops a summary of over 1 MiB; one has at most four tables, snippets and a quote. */
const MAX_TABLE_BYTES = 120_000;
const MAX_QUOTE_LINES = 30;
const MAX_LINE_LENGTH = 1_000;

export interface Column<T> {
  readonly title: string;
  /** Escaped; empty where there is nothing to show. */
  readonly cell: (item: T) => string;
}

/** A column that shows a part of its items; an empty cell where they have no such part. */
export function columnOf<T, U>(column: Column<U>, part: (item: T) => U | null): Column<T> {
  const cell = (item: T): string => {
    const value = part(item);
    return value === null ? '' : column.cell(value);
  };
  return { title: column.title, cell };
}

/** As many rows as fit, without the columns that are empty in all of them. */
export function table<T>(items: readonly T[], columns: readonly Column<T>[]): string {
  const rows = rowsThatFit(items, columns);
  const used = columns.flatMap((_, index) => (rows.some((row) => row[index]) ? [index] : []));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const pick = (cells: readonly string[]): string => line(used.map((index) => cells[index] ?? ''));
  const lines = [
    pick(columns.map(({ title }) => title)),
    line(used.map(() => '---')),
    ...rows.map(pick),
  ];
  return blocks([used.length === 0 ? '' : lines.join('\n'), moreRows(items.length - rows.length)]);
}

/** Rows are made one by one: of tens of thousands only the first are shown. */
function rowsThatFit<T>(items: readonly T[], columns: readonly Column<T>[]): string[][] {
  const rows: string[][] = [];
  let bytes = 0;
  for (const item of items) {
    const row = columns.map(({ cell }) => cell(item));
    bytes += Buffer.byteLength(row.join(' | ')) + ' |\n| '.length;
    if (bytes > MAX_TABLE_BYTES) break;
    rows.push(row);
  }
  return rows;
}

function moreRows(count: number): string {
  return count === 0 ? '' : `… and ${plural(count, 'more row')}.`;
}

/** Paragraphs, tables and lists below each other; empty ones left out. */
export function blocks(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

export function bulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function codeBlock(language: string, lines: readonly string[]): string {
  return ['```'.concat(language), ...lines, '```'].join('\n');
}

/** Shown when it is clicked. */
export function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** A label as a link; the label alone where the address could break out of a link. */
export function link(label: string, url: string): string {
  return /^https?:\/\/[\w.:-]+(?:\/[\w.~%-]+)+$/.test(url) ? `[${label}](${url})` : label;
}

/** Text where a line of Markdown may begin: it starts no list, heading or rule there. */
export function inlineText(text: string): string {
  const escaped = escapeTableCell(text, MAX_LINE_LENGTH);
  return /^(?:[-+=]|\d+[.)])/.test(escaped) ? `&#8203;${escaped}` : escaped;
}

type LineKind = 'text' | 'item' | 'row';

function kindOf(line: string): LineKind {
  if (line.startsWith('|')) return 'row';
  return line.startsWith('- ') ? 'item' : 'text';
}

/** A message in a quote block: `- ` begins an item of a list, `|` a row of preformatted text. */
export function quoteBlock(message: string): string {
  const groups: { readonly kind: LineKind; readonly lines: string[] }[] = [];
  for (const line of firstLinesAndLast(message.split('\n'))) {
    const kind = kindOf(line);
    const group = groups.at(-1);
    if (group?.kind === kind) group.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  const quoted = groups.map(({ kind, lines }) => QUOTED[kind](lines).map((line) => `> ${line}`));
  return quoted.map((lines) => lines.join('\n')).join('\n>\n');
}

/** The last line of a long message is the remedy. */
function firstLinesAndLast(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_QUOTE_LINES) return lines;
  const first = lines.slice(0, MAX_QUOTE_LINES - 2);
  const left = lines.length - first.length - 1;
  return [...first, `… and ${plural(left, 'more line')}.`, ...lines.slice(-1)];
}

const QUOTED: Readonly<Record<LineKind, (lines: readonly string[]) => readonly string[]>> = {
  text: (lines) => lines.map(inlineText).join('  \n').split('\n'),
  item: (lines) => lines.map((line) => `- ${inlineText(line.slice('- '.length))}`),
  row: (lines) => [
    '<pre>',
    ...lines.map((line) => escapeTableCell(line, MAX_LINE_LENGTH)),
    '</pre>',
  ],
};
