/** Puts the pieces together: inputs -> servers -> operation -> outputs. */
import { randomBytes } from 'node:crypto';
import * as core from '@actions/core';
import { systemClock } from './clock.js';
import { ActionError, CancelledError, errorMessage } from './errors.js';
import { INPUT_DEFAULTS, type InputName } from './inputs/action-metadata.js';
import { parseInputs } from './inputs/parse.js';
import { loadRunContext, type RunContext } from './inputs/run-context.js';
import type { Inputs } from './inputs/table.js';
import type { Operation, OperationContext, ReadServerState } from './operations/context.js';
import { createContext } from './operations/create-context.js';
import { OPERATIONS } from './operations/index.js';
import { cancellationMessage, describeChanges } from './report/cancellation.js';
import { createLog, type Log } from './report/log.js';
import { OutputWriter } from './report/output-writer.js';
import { toOutputs } from './report/outputs.js';
import { emptyReport, type Report } from './report/report.js';
import { createRedactor, type Redact, secretsOf } from './report/sanitize.js';
import { renderFailure, renderSummary } from './report/summary.js';
import { resolveServers } from './steps/resolve-servers.js';
import { version } from './version.js';
import { createSocketExchange, type SocketExchange } from './vpsorg/exchange.js';
import { createTransport, type Transport } from './vpsorg/http.js';

const USER_AGENT = `vps-backup-action/${version} (GitHub Action)`;

/** @param signal aborted, with {@link CancelledError} as its reason, when the step is to end */
export async function main(signal: AbortSignal): Promise<void> {
  const tokens = maskTokens();
  const redact = createRedactor(tokens);
  const log = createLog(redact);
  try {
    const { run, warning } = loadRunContext(process.env);
    if (warning !== null) log.warning(warning);
    const get = (name: InputName): string => core.getInput(name, { trimWhitespace: false });
    const { inputs, warnings } = parseInputs({ get, run, redact });
    for (const line of warnings) log.warning(line);
    await new Step(inputs, { run, log, signal, redact }).run();
  } catch (error) {
    log.fail(errorMessage(error));
    await writeSummary(redact(renderFailure(errorMessage(error))), log);
  }
}

/** Before anything else, so that no line can show them. */
function maskTokens(): string[] {
  const secrets = secretsOf([core.getInput('api_token'), core.getInput('github_token')]);
  for (const secret of secrets) core.setSecret(secret);
  return secrets;
}

interface StepOptions {
  readonly run: RunContext;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly redact: Redact;
}

/** One operation; outputs and summary are written however it ends. */
class Step {
  readonly #report: Report;
  readonly #writer: OutputWriter;
  readonly #open: SocketExchange[] = [];

  constructor(
    private readonly inputs: Inputs,
    private readonly options: StepOptions,
  ) {
    this.#report = emptyReport(inputs.operation, 'dryRun' in inputs && inputs.dryRun);
    this.#writer = new OutputWriter(options.redact, process.env);
  }

  async run(): Promise<void> {
    const { log, redact, run } = this.options;
    const failure = this.#withLostOutputs(await this.#outcome());
    for (const exchange of this.#open) exchange.close();
    if (failure !== null) log.fail(failure);
    const { apiUrl: url } = this.inputs;
    const apiUrl = url === INPUT_DEFAULTS.api_url ? null : url;
    await writeSummary(redact(renderSummary(this.#report, { run, apiUrl, failure })), log);
  }

  /** @returns why it failed, or `null` */
  async #outcome(): Promise<string | null> {
    const { signal } = this.options;
    try {
      const ctx = this.#context();
      const servers = await resolveServers(ctx, this.inputs);
      if (servers.length >= LARGE_FLEET) await keepYoungGenerationSmall();
      // TypeScript does not correlate the two: the table holds the operation of these inputs.
      const operation = OPERATIONS[this.inputs.operation] as Operation;
      await operation(this.inputs, servers, ctx);
      signal.throwIfAborted();
      return null;
    } catch (error) {
      return error instanceof CancelledError
        ? cancellationMessage(error, this.#report)
        : errorMessage(error);
    }
  }

  /** The last attempt to write outputs; where it fails, the error says what was changed. */
  #withLostOutputs(failure: string | null): string | null {
    this.#writer.write(toOutputs(this.#report));
    const lost = this.#writer.failure;
    if (lost === null) return failure;
    const changes = describeChanges(this.#report);
    const problem = `The outputs could not be written to GITHUB_OUTPUT (${lost}). ${changes}`;
    const { message } = new ActionError(problem, "Check the runner's disk.");
    return failure === null || failure.includes(lost)
      ? (failure ?? message)
      : `${failure}\n${message}`;
  }

  #context(): OperationContext {
    const { run, log, signal } = this.options;
    const { apiUrl, apiToken } = this.inputs;
    return createContext({
      ...{ apiUrl, clock: systemClock, signal, log, run, report: this.#report },
      transport: this.#transport(apiUrl, apiToken),
      write: (report, all) => this.#writer.write(toOutputs(report, all)),
      assertWritable: () => this.#writer.assertWritable(),
      newIdempotencyKey: () => randomBytes(6).toString('hex'),
      random: Math.random,
      readServerState: this.#readServerState,
    });
  }

  #transport(url: string, token: string): Transport {
    const { origin } = new URL(url);
    const socket = createSocketExchange({ origin, token, userAgent: USER_AGENT, env: process.env });
    this.#open.push(socket);
    const { signal, redact, log } = this.options;
    const { exchange } = socket;
    return createTransport({ exchange, clock: systemClock, signal, redact, debug: log.debug });
  }

  /** Loaded only where it is asked for. */
  readonly #readServerState: ReadServerState = async (environment, githubToken) => {
    const { readServerState } = await import('./github/client.js');
    const { run } = this.options;
    const { apiUrl, owner, repo } = run;
    const repository = { owner, repo };
    const connect = () => this.#transport(apiUrl, githubToken);
    return readServerState({ apiUrl, repository, environment, run, connect, clock: systemClock });
  };
}

/** From here on V8 would take more memory for garbage than for all else. */
const LARGE_FLEET = 100;

/**
 * V8 lets its young generation grow to 100 MB while much survives; a thousand servers then take
 * twice the memory, and are not done sooner. Loaded only here: `node:v8` costs start-up.
 */
async function keepYoungGenerationSmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
}

async function writeSummary(markdown: string, log: Log): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    log.warning(`The job summary could not be written: ${errorMessage(error)}`);
  }
}
