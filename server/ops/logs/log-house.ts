import type { Clock } from '../../base/clock.ts'
import type { LiveSettings } from '../../settings/live-settings.ts'
import type { AuxiliaryStorage } from '../../storage/dialect.ts'
import type { LogBuffer } from './log-buffer.ts'

/** What the verbs need that keep the logs in order. */
export interface LogKeeping {
  readonly logs: {
    readonly auxiliary: AuxiliaryStorage
    readonly buffer: LogBuffer
  }
  readonly settings: LiveSettings
  readonly clock: Clock
}

/** What the verbs need that read them. */
export interface LogHouse extends LogKeeping {
  readonly logs: LogKeeping['logs'] & {
    /** Settles when all that was is written, and what the settings keep no more is gone: who looks now sees the truth. */
    settle(): Promise<void>
  }
}
