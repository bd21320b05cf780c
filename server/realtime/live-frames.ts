import type { LiveRows, LiveStep } from './live-diff.ts'
import type { Live } from './live-query.ts'
import { type Message, messageOf } from './pipe.ts'

/** Where the answer of a list stands: it holds every change up to this one, and maybe more. */
export interface Standing {
  readonly seq: number
}

/** The whole list, as the first word on a live query and after it could not be read for a while. */
export function snapshotFor({ key }: Live, { texts }: LiveRows, told: Standing & { total: number }): Message {
  const { total, seq } = told
  return messageOf(
    `{"type":"snapshot","sub":${key},"items":[${texts.join(',')}],"total":${total},"seq":${seq}}`,
    0,
  )
}

/** The steps as frames for the live query that its client calls `key`: `more` stands in all but the last. */
export function stepFrames(key: string, steps: readonly LiveStep[], { seq }: Standing): Message[] {
  return steps.map((step, at) => {
    const record = step.type === 'remove' ? '' : `,"record":${step.text}`
    const more = at < steps.length - 1 ? ',"more":true' : ''
    return messageOf(
      `{"type":"${step.type}","sub":${key},"index":${step.index}${record},"seq":${seq}${more}}`,
      0,
    )
  })
}
