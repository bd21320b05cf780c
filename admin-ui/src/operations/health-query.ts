import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

/** What health tells a superuser (docs/operations.md, *Health*). `data` is empty for anybody else. */
export interface HealthDetails {
  readonly message: string
  readonly data: {
    readonly canBackup?: boolean
    readonly realIP?: string
    readonly possibleProxyHeader?: string
    readonly dapur?: {
      readonly durability: 'full' | 'normal'
      readonly degraded: readonly ('disk' | 'database')[]
      readonly freeBytes?: number
      readonly hasBallast: boolean
      readonly lastBackupFailure?: BackupFailure
    }
  }
}

export interface BackupFailure {
  readonly kind: 'backup' | 'restore'
  readonly key: string
  readonly at: string
  readonly message: string
}

/** Asks the server how it is. Throws an `ApiError`. */
export function askHealth(signal?: AbortSignal): Promise<HealthDetails> {
  return dapur.send({ method: 'GET', path: '/api/health', ...(signal ? { signal } : {}) })
}

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => askHealth(signal),
})
