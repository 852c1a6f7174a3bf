import fs from 'node:fs';
import os from 'node:os';

const MIB = 1024 * 1024;

/**
 * Settings of the embedded server for a machine of its size, tuned for bulk writes.
 * All of them exist since PostgreSQL 16; none weakens durability.
 */
export function serverSettings(base: string): Record<string, string> {
  const memory = os.totalmem() / MIB;
  const disk = fs.statfsSync(base);
  const freeDisk = (disk.bavail * disk.bsize) / MIB;
  return {
    shared_buffers: `${Math.round(Math.max(32, Math.min(256, memory / 8)))}MB`,
    effective_cache_size: `${Math.round(memory / 2)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // A checkpoint in the middle of a bulk import writes every hot page again in full; room for WAL puts it off.
    max_wal_size: freeDisk > 16_384 ? '4GB' : '1GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    // The packaged server knows only pglz. Measured on inserts with three checkpoints: 89 to 88 MB of log, 7 to 21 % slower.
    wal_compression: 'off',
    random_page_cost: '1.1',
    max_connections: '100',
    // Compiling a query costs more than every query of this read model takes.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and the details of violated constraints can hold personal data: neither belongs into a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // Parallel plans pass rows through shared memory, of which containers have little (64 MB in Docker).
    ...(sharedMemory() < 256 ? { max_parallel_workers_per_gather: '0' } : {}),
  };
}

/** What a throwaway database (tests) gives up: it need not survive a crash of the machine. */
export const THROWAWAY_SETTINGS: Record<string, string> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
};

/** Size of /dev/shm in MiB; without one (macOS) shared memory is not limited that way. */
function sharedMemory(): number {
  try {
    const { blocks, bsize } = fs.statfsSync('/dev/shm');
    return (blocks * bsize) / MIB;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
