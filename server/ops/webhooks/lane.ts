import { counter } from '../../base/metrics.ts'
import { andThen, steps, take } from '../../base/now.ts'
import type { Semaphore } from '../../base/semaphore.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'
import {
  claimDelivery,
  hastenDeliveries,
  nextDue,
  type Outcome,
  type Parcel,
  releaseDelivery,
  settleDelivery,
} from './delivery-table.ts'
import { nextTry } from './next-try.ts'
import { SEND_TIMEOUT_MS, sendEvent } from './send-event.ts'
import type { WebhookHouse } from './webhook-house.ts'

const tries = counter('dapur_webhook_tries_total', 'Requests that were sent to webhooks.')
const failures = counter(
  'dapur_webhook_failed_tries_total',
  'Requests to webhooks that were not answered by 2xx.',
)

/** What was being sent when its process ended is tried again after this time. */
const LEASE_MS = 2 * SEND_TIMEOUT_MS
/** After so many failures in a row an endpoint counts as down: it is asked seldom until it answers. */
const DOWN_AFTER = 3
const LONGEST_REST_MS = 60_000
const LONGEST_NAP_MS = 10_000
const AFTER_FAULT_MS = 5000

/** What all lanes share. */
export interface Lanes {
  readonly house: WebhookHouse
  /** How many requests are on their way at once. */
  readonly slots: Semaphore
  /** Breaks off what is on its way. */
  readonly signal: AbortSignal
}

/** The way to one webhook: one request after the other, in the order of the commits, as long as each is taken. */
export class Lane {
  readonly #lanes: Lanes
  readonly #id: string
  #failed = 0
  #restUntil = 0
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(lanes: Lanes, id: string) {
    this.#lanes = lanes
    this.#id = id
  }

  /** Send what is due. */
  wake(): void {
    if (this.#running || this.#lanes.signal.aborted) return
    clearTimeout(this.#timer)
    this.#running = this.#run().then(
      (nap) => this.#sleep(nap),
      (error: unknown) => {
        this.#lanes.house.log.error(
          { err: error, webhook: this.#id },
          'webhooks stopped, and begin again soon',
        )
        this.#sleep(AFTER_FAULT_MS)
      },
    )
  }

  /** Forget that it failed: what is due is tried at once. */
  hurry(): void {
    this.#restUntil = 0
    this.wake()
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#running
  }

  /** Says how long to sleep when nothing is due. */
  async #run(): Promise<number> {
    const { house, slots, signal } = this.#lanes
    while (!signal.aborted) {
      const rest = this.#restUntil - house.clock.now()
      if (rest > 0) return rest
      const webhook = this.#webhook()
      if (!webhook) return Infinity
      if (!(await slots.run(() => this.#sendNext(webhook)))) break
    }
    return await andThen(nextDue(house.storage.hot, this.#id), (due = Infinity) => due - house.clock.now())
  }

  /** As it is set now; undefined while it is not enabled. */
  #webhook(): WebhookSetting | undefined {
    const { webhooks } = this.#lanes.house.settings.current.dapur
    return webhooks.find(({ id, enabled }) => enabled && id === this.#id)
  }

  /** False when nothing is due. */
  async #sendNext(webhook: WebhookSetting): Promise<boolean> {
    const { house, signal } = this.#lanes
    const { storage, clock } = house
    const now = clock.now()
    const parcel = await storage.write((tx) => claimDelivery(tx, webhook.id, { now, until: now + LEASE_MS }))
    if (!parcel) return false
    const outcome = await sendEvent(house, webhook, parcel, signal)
    if (signal.aborted && !outcome.isDelivered) await storage.write((tx) => releaseDelivery(tx, parcel))
    else await this.#settle(webhook, parcel, outcome)
    return true
  }

  async #settle(webhook: WebhookSetting, parcel: Parcel, outcome: Outcome): Promise<void> {
    const { storage, clock, log } = this.#lanes.house
    const { isDelivered } = outcome
    const wasDown = this.#failed >= DOWN_AFTER
    const now = clock.now()
    const due = isDelivered ? undefined : nextTry(parcel.attempts, now)
    this.#count(isDelivered, now)
    await storage.write((tx) =>
      steps(function* () {
        yield* take(settleDelivery(tx, parcel, { outcome, due }))
        if (isDelivered && wasDown) yield* take(hastenDeliveries(tx, webhook.id, now))
      }),
    )
    if (isDelivered) return
    const details = {
      webhook: webhook.id,
      delivery: parcel.id,
      attempts: parcel.attempts,
      why: outcome.error,
    }
    if (due === undefined) log.error(details, 'a webhook was not reached, and this delivery is given up')
    else log.warn(details, 'a webhook was not reached; it is tried again')
  }

  #count(isDelivered: boolean, now: number): void {
    tries.value++
    if (isDelivered) {
      this.#failed = 0
      return
    }
    failures.value++
    this.#failed++
    const beyond = this.#failed - DOWN_AFTER
    if (beyond >= 0) this.#restUntil = now + Math.min(1000 * 2 ** beyond, LONGEST_REST_MS)
  }

  #sleep(ms: number): void {
    this.#running = undefined
    if (this.#lanes.signal.aborted || ms === Infinity) return
    // Due, but on its way in another process: it is looked at again in a moment.
    const nap = Math.min(Math.max(ms, 100), LONGEST_NAP_MS)
    this.#timer = setTimeout(() => this.wake(), nap).unref()
  }
}
