/** VPS.org on loopback: for tests, for the demo, and for users who try a workflow without an account. */
export { isoSeconds, type SimulatorClock, systemClock } from './clock.js';
export type * from './dialect/index.js';
export { type Dialect, plainDialect } from './dialect/index.js';
export * from './dialect/tables.js';
export { documentedBackups, documentedServers } from './documented.js';
export { bytesOf } from './encoding.js';
export { FaultPoint, on, type Unreadable } from './fault-points.js';
export type { Commit, Fault, FaultMatcher, FaultRule, Nth, PlainFaultRule } from './faults.js';
export type {
  Deployment,
  DeploymentSeed,
  DeploymentState,
  DeploymentStatus,
  StatusSeed,
} from './github/deployments.js';
export type { GitHubFailure } from './github/failures.js';
export { type GitHubOptions, type GitHubRequest, GitHubStandIn } from './github/stand-in.js';
export {
  DEFAULT_TOKEN,
  type NewBackup,
  type SimulatorOptions,
  type VpsOrgOptions,
} from './options.js';
export type {
  Answer,
  InProcessRequest,
  Outcome,
  RecordedOutcome,
  RecordedRequest,
  RouteName,
} from './protocol.js';
export type {
  Backup,
  BackupSeed,
  CreatedBackup,
  RestoreRecord,
  Server,
  ServerSeed,
} from './rows.js';
export { scenarios } from './scenarios.js';
export type { BackupChoice, Change, PlainScriptedChange, ScriptedChange, When } from './script.js';
export { type Simulator, startSimulator } from './server.js';
export type { Occupation } from './servers.js';
export { createSimulator, type SimulatorCore } from './simulator.js';
export { VpsOrg } from './vps-org.js';
