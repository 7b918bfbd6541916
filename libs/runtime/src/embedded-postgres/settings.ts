/**
 * A server that is small and starts fast, yet never loses what it confirmed: `fsync` and `synchronous_commit` stay on.
 * It has no replicas, and its sessions are those of one Pitlane.
 */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  // One call for the whole disk instead of one for each of a thousand files, before recovery from a crash.
  recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  min_wal_size: '64MB',

  max_connections: '60',
  shared_buffers: '32MB',
  huge_pages: 'off',
  autovacuum: 'on',
  autovacuum_worker_slots: '4',
  jit: 'off',
  // One process each that this server has no use for: asynchronous reads, and logical replication.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  // Parallel queries share memory through /dev/shm, which containers keep at 64 MB.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',

  timezone: 'UTC',
  log_timezone: 'UTC',
  // The application reports failed statements; here they would leave the values of its customers in a file.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_checkpoints: 'off',
} as const;

/** Command-line arguments; `overrides` are PostgreSQL settings by name. Who can reach the server is not to be overridden. */
export function settingArguments(port: number, overrides: Readonly<Record<string, string>>): string[] {
  const access = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' };
  return Object.entries({ ...SETTINGS, ...overrides, ...access }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
