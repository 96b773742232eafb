/** What the sections print, and how the targets fared. */

import { table } from './table.js';

export interface Target {
  readonly what: string;
  /** The most that is allowed. */
  readonly max: number;
  readonly measured: number;
  readonly unit: string;
}

export class Report {
  readonly #targets: Target[] = [];

  constructor(private readonly print: (text: string) => void) {}

  heading(text: string): void {
    this.print(`\n## ${text}\n`);
  }

  text(text: string): void {
    this.print(`${text}\n`);
  }

  /** Something that could not be measured here; never passed over in silence. */
  skipped(what: string, why: string): void {
    this.print(`!! SKIPPED: ${what}: ${why}\n`);
  }

  target(target: Target): void {
    this.#targets.push(target);
  }

  /** Prints each target beside what was measured, and which were missed. */
  conclude(): void {
    if (this.#targets.length === 0) return;
    this.heading('Targets');
    const rows = this.#targets.map(({ what, measured, max, unit }) => [
      what,
      `${short(measured)}${unit}`,
      `${short(max)}${unit}`,
    ]);
    this.text(table(['figure', 'measured', 'at most'], rows));
    for (const target of this.#targets) if (!isReached(target)) this.print(verdict(target));
  }
}

/** Sums of thousandths do not come out exact. */
const ROUNDING = 1e-9;

function isReached({ measured, max }: Target): boolean {
  return measured <= max + ROUNDING;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function verdict(target: Target): string {
  const { what, max, measured, unit } = target;
  return `- ${isReached(target) ? 'reached' : 'NOT REACHED'}: ${what}: ${short(measured)}${unit} (at most ${short(max)}${unit})`;
}
