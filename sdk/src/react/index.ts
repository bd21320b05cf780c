/* `@dapur/sdk/react`: hooks for React, and questions for TanStack Query. Both are optional peers. */
export { recordQuery, recordsQuery, type Query } from './queries.ts'
export type { DapurKey } from './query-key.ts'
export { useAuth } from './use-auth.ts'
export { useLive, type LiveAsk, type LiveResult } from './use-live.ts'
export { useRecord } from './use-record.ts'
export { useRecords } from './use-records.ts'
export { useCreate, useDelete, useUpdate } from './use-writes.ts'
