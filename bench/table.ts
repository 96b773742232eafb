/** Tables and figures as text; Markdown, so that they can be taken over as they are. */
import { growthExponent, type Point, type Spread } from './stats.js';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, column) =>
      column === 0 ? (cells[0] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** One row a figure: how it grows from each size to the next, and from the least to the greatest. */
export function growthTable(
  what: string,
  figures: Readonly<Record<string, readonly Point[]>>,
): string {
  const rows = Object.entries(figures).map(([name, points]) => [
    name,
    ...stepsOf(points).map(([from, to]) => growthExponent(from, to).toFixed(2)),
  ]);
  const [points = []] = Object.values(figures);
  const steps = stepsOf(points).map(([[from], [to]]) => `${from} to ${to}`);
  return table([what, ...steps], rows);
}

function stepsOf(points: readonly Point[]): (readonly [Point, Point])[] {
  const steps = points.slice(1).map((to, nth) => [points[nth] ?? to, to] as const);
  const [first, last] = [points[0], points.at(-1)];
  return first === undefined || last === undefined ? steps : [...steps, [first, last] as const];
}

/** `113 (108–121)`: median and quartiles. */
export function shown(spread: Spread, digits = 0): string {
  return `${spread.median.toFixed(digits)} (${spread.low.toFixed(digits)}–${spread.high.toFixed(digits)})`;
}

/** Seconds as `4.2 s`, `10 min`, `2 h`. */
export function seconds(value: number): string {
  if (value < 60) return `${Number(value.toFixed(2))} s`;
  return value < 3_600
    ? `${Number((value / 60).toFixed(1))} min`
    : `${Number((value / 3_600).toFixed(1))} h`;
}

export function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
