import { registry, type Registry } from '../../base/registry.ts'
import type { FrameType } from '../frame-type.ts'
import { auth } from './auth.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { live } from './live.ts'
import { ping } from './ping.ts'
import { send } from './send.ts'
import { subscribe } from './subscribe.ts'
import { unsubscribe } from './unsubscribe.ts'

/** Every frame that a client may send. */
export const frameTypes: Registry<FrameType> = registry('frame type', [
  auth,
  subscribe,
  live,
  unsubscribe,
  join,
  send,
  leave,
  ping,
])
