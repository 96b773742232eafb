/** Puts the pieces together: inputs -> operation -> outputs. */
import { randomBytes } from 'node:crypto';
import * as core from '@actions/core';
import { systemClock } from './clock.js';
import { Cancelled, messageOf } from './errors.js';
import { DEFAULTS, type InputName } from './inputs/action-inputs.js';
import { type RunContext, readContext } from './inputs/context.js';
import type { Inputs } from './inputs/inputs.js';
import { type ReadInputs, readInputs } from './inputs/read.js';
import { create } from './operations/create.js';
import { deleteBackups } from './operations/delete.js';
import type { Deps } from './operations/deps.js';
import { list } from './operations/list.js';
import { prune } from './operations/prune.js';
import { restore } from './operations/restore.js';
import { wait } from './operations/wait.js';
import { cancellationMessage } from './report/cancellation.js';
import { type Facts, Journal } from './report/facts.js';
import { createLog, type Log } from './report/log.js';
import { outputsOf, outputWriter } from './report/outputs.js';
import { renderFailure, renderSummary } from './report/summary.js';
import { without } from './report/text.js';
import { version } from './version.js';
import { Api } from './vpsorg/api.js';
import { createTransport } from './vpsorg/http.js';

/** @param cancel aborted, with {@link Cancelled} as its reason, when the step is asked to end */
export async function main(cancel: AbortSignal): Promise<void> {
  const token = core.getInput('api_token');
  // Before anything else, so that no line can show it.
  if (token !== '') core.setSecret(token);
  const log = createLog(token);
  try {
    const run = readContext(process.env);
    const given = readInputs((name: InputName) => core.getInput(name, { trimWhitespace: false }), run.known);
    for (const warning of given.warnings) log.warning(warning);
    await carryOut(given, { run, log, cancel });
  } catch (error) {
    log.fail(messageOf(error));
    await writeSummary(without(token, renderFailure(messageOf(error))), log);
  }
}

interface Step {
  readonly run: RunContext;
  readonly log: Log;
  readonly cancel: AbortSignal;
}

/** Runs the operation; outputs and summary are written however it ends. */
async function carryOut({ inputs, api }: ReadInputs, { run, log, cancel }: Step): Promise<void> {
  const write = outputWriter(api.token);
  const journal = new Journal(inputs.operation, (facts) => write(outputsOf(facts)));
  const { origin } = new URL(api.url);
  const userAgent = `vps-backup-action/${version} (GitHub Action)`;
  const transport = createTransport({ origin, token: api.token, userAgent, clock: systemClock, cancel, debug: log.debug });
  const client = new Api({ url: api.url, transport, clock: systemClock, cancel, onRetry: log.info });
  const deps: Deps = { api: client, clock: systemClock, cancel, log, journal, run, newKey: () => randomBytes(6).toString('hex') };
  const failure = await outcomeOf(operate(inputs, deps), cancel, () => journal.facts);
  transport.close();
  write(outputsOf(journal.facts));
  if (failure !== null) log.fail(failure);
  const apiUrl = api.url === DEFAULTS.api_url ? null : api.url;
  const dryRun = 'dryRun' in inputs && inputs.dryRun;
  await writeSummary(without(api.token, renderSummary(journal.facts, { run, apiUrl, dryRun, failure })), log);
}

async function operate(inputs: Inputs, deps: Deps): Promise<void> {
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
async function outcomeOf(operation: Promise<void>, cancel: AbortSignal, facts: () => Facts): Promise<string | null> {
  try {
    await operation;
    cancel.throwIfAborted();
    return null;
  } catch (error) {
    return error instanceof Cancelled ? cancellationMessage(error, facts()) : messageOf(error);
  }
}

async function writeSummary(markdown: string, log: Log): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    log.warning(`The job summary could not be written: ${messageOf(error)}`);
  }
}
