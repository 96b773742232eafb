/** What Biome says of functions, read from its JSON report. Pure. */
export interface FunctionStat {
  readonly path: string;
  readonly line: number;
  readonly complexity: number;
  readonly lines: number;
}

interface Report {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

const COMPLEXITY = /^Excessive complexity of (\d+) detected/;
const LINES = /^This function has too many lines \((\d+)\)/;

export function parseDiagnostics(json: string): FunctionStat[] {
  const { diagnostics } = JSON.parse(json) as Report;
  const found = diagnostics.flatMap(({ message, location }) => {
    const complexity = Number(COMPLEXITY.exec(message)?.[1] ?? 0);
    const lines = Number(LINES.exec(message)?.[1] ?? 0);
    const at = { path: location.path.replaceAll('\\', '/'), line: location.start.line };
    return complexity + lines === 0 ? [] : [{ ...at, complexity, lines }];
  });
  if (found.length === 0) throw new Error('Biome reported no function: has its wording changed?');
  return found;
}
