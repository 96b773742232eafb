/** Puts the pieces together: inputs -> operation -> outputs. */
import { randomBytes } from 'node:crypto';
import * as core from '@actions/core';
import { systemClock } from './clock.js';
import { CancelledError, errorMessage } from './errors.js';
import { INPUT_DEFAULTS, type InputName } from './inputs/action-metadata.js';
import { type ParsedInputs, parseInputs } from './inputs/parse.js';
import { loadRunContext, type RunContext } from './inputs/run-context.js';
import type { Inputs } from './inputs/types.js';
import type { OperationContext } from './operations/context.js';
import { create } from './operations/create.js';
import { deleteBackups } from './operations/delete.js';
import { list } from './operations/list.js';
import { prune } from './operations/prune.js';
import { restore } from './operations/restore.js';
import { wait } from './operations/wait.js';
import { cancellationMessage } from './report/cancellation.js';
import { createLog, type Log } from './report/log.js';
import { createOutputWriter, toOutputs } from './report/outputs.js';
import { Recorder, type Report } from './report/report.js';
import { redact } from './report/sanitize.js';
import { renderFailure, renderSummary } from './report/summary.js';
import { version } from './version.js';
import { VpsOrgClient } from './vpsorg/client.js';
import { createTransport } from './vpsorg/http.js';

/** @param cancel aborted, with {@link CancelledError} as its reason, when the step is asked to end */
export async function main(cancel: AbortSignal): Promise<void> {
  const token = core.getInput('api_token');
  // Before anything else, so that no line can show it.
  if (token !== '') core.setSecret(token);
  const log = createLog(token);
  try {
    const run = loadRunContext(process.env);
    const given = parseInputs(
      (name: InputName) => core.getInput(name, { trimWhitespace: false }),
      run.known,
    );
    for (const warning of given.warnings) log.warning(warning);
    await carryOut(given, { run, log, cancel });
  } catch (error) {
    log.fail(errorMessage(error));
    await writeSummary(redact(token, renderFailure(errorMessage(error))), log);
  }
}

interface Step {
  readonly run: RunContext;
  readonly log: Log;
  readonly cancel: AbortSignal;
}

/** Runs the operation; outputs and summary are written however it ends. */
async function carryOut({ inputs, api }: ParsedInputs, { run, log, cancel }: Step): Promise<void> {
  const write = createOutputWriter(api.token);
  const recorder = new Recorder(inputs.operation, (facts) => write(toOutputs(facts)));
  const { origin } = new URL(api.url);
  const userAgent = `vps-backup-action/${version} (GitHub Action)`;
  const transport = createTransport({
    origin,
    token: api.token,
    userAgent,
    clock: systemClock,
    signal: cancel,
    debug: log.debug,
  });
  const client = new VpsOrgClient({
    url: api.url,
    transport,
    clock: systemClock,
    signal: cancel,
    onRetry: log.info,
  });
  const deps: OperationContext = {
    client: client,
    clock: systemClock,
    signal: cancel,
    log,
    recorder,
    run,
    newIdempotencyKey: () => randomBytes(6).toString('hex'),
  };
  const failure = await outcomeOf(operate(inputs, deps), cancel, () => recorder.report);
  transport.close();
  write(toOutputs(recorder.report));
  if (failure !== null) log.fail(failure);
  const apiUrl = api.url === INPUT_DEFAULTS.api_url ? null : api.url;
  const dryRun = 'dryRun' in inputs && inputs.dryRun;
  await writeSummary(
    redact(api.token, renderSummary(recorder.report, { run, apiUrl, dryRun, failure })),
    log,
  );
}

async function operate(inputs: Inputs, deps: OperationContext): Promise<void> {
  switch (inputs.operation) {
    case 'create':
      return create(inputs, deps);
    case 'list':
      return list(inputs, deps);
    case 'wait':
      return wait(inputs, deps);
    case 'restore':
      return restore(inputs, deps);
    case 'delete':
      return deleteBackups(inputs, deps);
    case 'prune':
      return prune(inputs, deps);
  }
}

/** @returns why it failed, or `null` */
async function outcomeOf(
  operation: Promise<void>,
  cancel: AbortSignal,
  facts: () => Report,
): Promise<string | null> {
  try {
    await operation;
    cancel.throwIfAborted();
    return null;
  } catch (error) {
    return error instanceof CancelledError
      ? cancellationMessage(error, facts())
      : errorMessage(error);
  }
}

async function writeSummary(markdown: string, log: Log): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    log.warning(`The job summary could not be written: ${errorMessage(error)}`);
  }
}
