const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** The home page: how the server is. */
export const home = {
  title: 'Home',
  well: 'All is well',
  degraded: 'Writes are refused',
  traffic: 'Requests',
  requests: 'Requests a second',
  p95: '95 % answered within',
  failed: 'Server errors',
  connections: 'Realtime connections',
  connectionsNote: 'open now',
  lately: 'in the last minute',
  sinceStart: 'since the server started',
  percent: (share: number) => percent.format(share),
  storage: 'Storage',
  database: 'Database',
  databaseNote: 'size of the file',
  wal: 'Write-ahead log',
  walNote: 'not yet in the database file',
  free: 'Disk left',
  freeNote: 'where the data is',
  backup: 'Last backup',
  noBackup: 'None',
  makeBackup: 'Make the first one',
  logs: 'Log entries by hour',
  errors: 'Last errors',
  noErrors: 'Nothing has gone wrong in what the logs keep.',
  metricsFailed: 'The numbers could not be loaded. The page tries again every few seconds.',
  ailments: {
    disk: 'The disk is full. Reads go on; writes are refused until there is room.',
    database:
      'The disk failed to keep what was written. Reads go on; writes are refused until the server is started again.',
  },
  backupFailed: {
    backup: (when: string, why: string) => `The last backup failed ${when}: ${why}`,
    restore: (when: string, why: string) => `The last restore failed ${when}: ${why}`,
  },
}
