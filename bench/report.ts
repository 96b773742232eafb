/** What the sections print, and how the targets fared. */

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

  /** Prints how each target fared. */
  conclude(): void {
    if (this.#targets.length === 0) return;
    this.heading('Targets');
    for (const target of this.#targets) this.print(verdict(target));
  }
}

/** Sums of thousandths do not come out whole. */
const ROUNDING = 1e-9;

export function verdict({ what, max, measured, unit }: Target): string {
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  return `- ${measured <= max + ROUNDING ? 'reached' : 'NOT REACHED'}: ${what}: ${short(measured)}${unit} (at most ${short(max)}${unit})`;
}
