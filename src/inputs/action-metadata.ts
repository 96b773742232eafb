// Generated from action.yml by `npm run generate`. Do not edit: action.yml is the one home of names and defaults.

/** Every input with its default; an empty text where it has none. */
export const INPUT_DEFAULTS = {
  operation: 'create',
  api_token: '',
  server_id: '',
  server_name: '',
  backup_id: '',
  description: '',
  wait: 'true',
  wait_timeout: '60m',
  poll_interval: '10s',
  keep_last: '',
  older_than: '',
  scope: '',
  backup_type: '',
  match: '',
  max_age: '',
  max_shrink: '50%',
  min_backups: '1',
  safety_backup: 'false',
  reuse_on_rerun: 'false',
  dry_run: 'false',
  deploy_environment: '',
  github_token: '',
  api_url: 'https://admin.vps.org/api/v1',
} as const;

/** Every output. */
export const OUTPUT_NAMES = [
  'backup_id',
  'backup_ids',
  'server_id',
  'status',
  'created_at',
  'size_mb',
  'expires_at',
  'backup',
  'backups',
  'count',
  'truncated',
  'deleted_ids',
  'would_delete_ids',
  'safety_backup_id',
  'reused',
  'duration_seconds',
  'slots_used',
  'checks',
] as const;

export type InputName = keyof typeof INPUT_DEFAULTS;
export type OutputName = (typeof OUTPUT_NAMES)[number];
