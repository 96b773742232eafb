/**
 * The errors that a person reads: a problem, which names the backup and the server, then one thing
 * to do now.
 *
 *     Backup 502 of server 12345 (web-1) failed (status: failed). Check the server on VPS.org before anything else.
 *
 *     Could not list backups: VPS.org answered 404: Not found. Check api_url, and server_id where it is given.
 *
 *     2 of 3 servers failed.
 *     - No backup of server 12346 (web-2) was created. Could not create a backup: …
 *     - Backup 502 of server 12345 (web-1) did not complete within 1h (last status: in_progress); …
 *     To resume, run a step with operation: wait and backup_id: 502.
 *
 *     The inputs are not valid; no request was sent.
 *     - keep_last: "11" is not allowed. Allowed: a whole number from 1 to 10.
 */

/** What to do now: a sentence, or the ids of the backups that `operation: wait` resumes. */
export type Remedy = string | { readonly resume: readonly number[] };

/** An operation that did not do what was asked. */
export class ActionError extends Error {
  /**
   * @param problem what happened, to which backup on which server
   * @param remedy one thing to do now
   * @param table lines that follow the message, such as the ten slots of a full server
   */
  constructor(
    readonly problem: string,
    readonly remedy: Remedy,
    options: ErrorOptions & { readonly table?: readonly string[] } = {},
  ) {
    super(
      [`${problem} ${remedyText(remedy)}`.trim(), ...(options.table ?? [])].join('\n'),
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.table = options.table ?? [];
  }

  readonly table: readonly string[];
}

/** Inputs that are not allowed; no request was sent. */
export class InputError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      ['The inputs are not valid; no request was sent.', ...problems.map((p) => `- ${p}`)].join(
        '\n',
      ),
    );
  }
}

/** The runner, or a person, asked the step to end. */
export class CancelledError extends Error {
  constructor(by: string) {
    super(`Cancelled by ${by}.`);
  }
}

/** A remedy in words. */
export function remedyText(remedy: Remedy): string {
  if (typeof remedy === 'string') return remedy;
  return `To resume, run a step with operation: wait and backup_id: ${remedy.resume.join(',')}.`;
}

/** The problem of whatever was thrown, without its remedy: for a message that wraps it. */
export function problemOf(error: unknown): string {
  if (!(error instanceof ActionError)) return errorMessage(error);
  return [error.problem, ...error.table].join('\n');
}

/** The remedy of whatever was thrown; an empty text where it has none. */
export function remedyOf(error: unknown): Remedy {
  return error instanceof ActionError ? error.remedy : '';
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Several servers or backups failed: one line each, then one remedy. Waits that can be resumed are
 * resumed by one step.
 */
export function combineErrors(
  errors: readonly Error[],
  of: { readonly count: number; readonly noun: string },
): Error {
  const [first] = errors;
  if (first !== undefined && of.count === 1) return first;
  const lines = errors.map((error) => `- ${problemOf(error)}`);
  const problem = [`${errors.length} of ${of.count} ${of.noun} failed.`, ...lines].join('\n');
  const remedy = combineRemedies(errors.map(remedyOf).filter((remedy) => remedy !== ''));
  return new CombinedError(problem, remedy, { cause: errors });
}

/** The remedy follows the list of problems on a line of its own. */
class CombinedError extends ActionError {
  constructor(problem: string, remedy: Remedy, options: ErrorOptions) {
    super(problem, remedy, options);
    this.message = [problem, remedyText(remedy)].filter((line) => line !== '').join('\n');
  }
}

function combineRemedies(remedies: readonly Remedy[]): Remedy {
  const ids = remedies.flatMap((remedy) => (typeof remedy === 'string' ? [] : remedy.resume));
  return ids.length > 0 ? { resume: ids } : (remedies[0] ?? '');
}
