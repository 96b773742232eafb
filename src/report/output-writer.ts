/** Writes outputs as they become known. A write that fails never decides an operation. */
import { accessSync, constants, statSync } from 'node:fs';
import * as core from '@actions/core';
import { ActionError, errorMessage } from '../errors.js';
import type { Outputs } from './outputs.js';
import type { Redact } from './sanitize.js';

export class OutputWriter {
  readonly #written = new Map<string, string>();
  #failure: string | null = null;

  constructor(
    private readonly redact: Redact,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Writes what changed; never throws. What could not be written is tried again the next time. */
  write(outputs: Outputs): void {
    this.#failure = null;
    for (const [name, value] of Object.entries(outputs)) {
      if (this.#written.get(name) === value) continue;
      try {
        core.setOutput(name, this.redact(value));
        this.#written.set(name, value);
      } catch (error) {
        this.#failure = errorMessage(error);
        return;
      }
    }
  }

  /** Why outputs could not be written the last time; `null` where they were. */
  get failure(): string | null {
    return this.#failure ?? this.#accessFailure();
  }

  /** @throws ActionError where a change would be made whose outcome could not be reported */
  assertWritable(): void {
    const { failure } = this;
    if (failure === null) return;
    throw new ActionError(
      `The outputs can't be written to GITHUB_OUTPUT (${failure}). Nothing was changed.`,
      "Check the runner's disk, then re-run.",
    );
  }

  /** A folder with the file's name, or a file that is gone, is noticed before anything is written. */
  #accessFailure(): string | null {
    const path = this.env.GITHUB_OUTPUT;
    if (!path) return null;
    try {
      accessSync(path, constants.W_OK);
      return statSync(path).isDirectory() ? 'it is a directory' : null;
    } catch (error) {
      return errorMessage(error);
    }
  }
}
