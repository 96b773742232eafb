/** VPS.org on loopback: for tests, for the demo, and for users who try a workflow without an account. */
export { isoSeconds, type SimulatorClock, systemClock } from './clock.js';
export {
  type Dialect,
  type ErrorAnswer,
  type ErrorBody,
  type ErrorShape,
  harmlessDialects,
  plainDialect,
  type RestoreAnswer,
} from './dialect.js';
export {
  type Commit,
  type Fault,
  type FaultMatcher,
  FaultPoint,
  type FaultRule,
  type Nth,
  on,
  type PlainFaultRule,
  type Unreadable,
} from './faults.js';
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
export {
  type Backup,
  type BackupSeed,
  type CreatedBackup,
  documentedBackups,
  documentedServers,
  type RestoreRecord,
  type Server,
  type ServerSeed,
} from './rows.js';
export { type Simulator, startSimulator } from './server.js';
export { createSimulator, type SimulatorCore } from './simulator.js';
export { VpsOrg } from './vps-org.js';
