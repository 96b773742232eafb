import type { BackupSeed, ServerSeed } from './rows.js';

/** The two servers of the documentation's example, with just the fields it shows. */
export const documentedServers: readonly ServerSeed[] = [
  {
    id: 12345,
    name: 'web-server-01',
    hostname: 'web01.example.com',
    status: 'active',
    ip_address: '203.0.113.10',
    location: 'us-west',
    plan: { id: 1, name: 'Standard VPS', vcpus: 2, memory: 4096, storage: 80 },
    os: { id: 5, name: 'Ubuntu 22.04 LTS' },
    created_at: '2025-01-10T14:30:00Z',
    updated_at: '2025-01-15T10:20:00Z',
  },
  { id: 12346, name: 'db-server-01', status: 'active', location: 'us-east' },
];

/** The three backups of the documentation's example, for tests that want just these. */
export const documentedBackups: readonly BackupSeed[] = [
  {
    id: 501,
    server_id: 12345,
    backup_type: 'automatic',
    size_mb: 4523,
    created_at: '2025-01-16T03:00:00Z',
    expires_at: '2025-02-16T03:00:00Z',
    description: 'Automatic daily backup',
  },
  {
    id: 499,
    server_id: 12345,
    size_mb: 4456,
    created_at: '2025-01-14T10:30:00Z',
    description: 'Pre-update backup',
  },
  {
    id: 495,
    server_id: 12345,
    backup_type: 'automatic',
    size_mb: 4389,
    created_at: '2025-01-15T03:00:00Z',
    expires_at: '2025-02-15T03:00:00Z',
    description: 'Automatic daily backup',
  },
];
