import { apiError } from '../../base/error.ts'
import { newRandomId } from '../../base/id.ts'
import { semaphore } from '../../base/semaphore.ts'
import type { Change } from '../../records/change.ts'
import type { WebhookSetting } from '../../settings/webhook-setting.ts'
import { collectChanges } from './collect-changes.ts'
import { type Outcome, retryDelivery } from './delivery-table.ts'
import { forgetGone } from './forget-deliveries.ts'
import { Lane } from './lane.ts'
import { sendEvent } from './send-event.ts'
import { wantsChange } from './wants-change.ts'
import type { WebhookHouse } from './webhook-house.ts'

/** The webhooks of the settings: told of what is committed, at least once (docs/webhooks.md). */
export interface Webhooks {
  /** Begin with what an earlier process has left. */
  start(): void
  /** Look for what there is to deliver, now rather than in a moment. */
  wake(): void
  /** Send a ping, whether the webhook is enabled or not. Errors: `webhook_not_found` 404. */
  test(id: string): Promise<Outcome>
  /** Send a delivery once more. Errors: `webhook_not_found`, `delivery_not_found` 404. */
  retry(webhook: string, delivery: string): Promise<void>
  /** Break off what is on its way, and send nothing more. */
  close(): Promise<void>
}

/** Requests that are on their way at once, to all webhooks together. */
const SLOTS = 4
/** What comes in so many ms is collected at once. */
const GATHER_MS = 20
/** How often to look for what other processes have committed. */
const LOOK_MS = 5000

/**
 * Open the webhooks of a house. What is committed waits in the data until it is delivered, so that a crash loses
 * nothing; no request waits for any of it.
 *
 * @example const webhooks = openWebhooks(house); webhooks.start()
 */
export function openWebhooks(house: WebhookHouse): Webhooks {
  return new LiveWebhooks(house)
}

class LiveWebhooks implements Webhooks {
  readonly #house: WebhookHouse
  readonly #stopping = new AbortController()
  readonly #lanes = new Map<string, Lane>()
  readonly #slots = semaphore({ slots: SLOTS, queue: Infinity, refuse: () => new Error('the line is full') })
  #enabled: readonly WebhookSetting[] = []
  /** Are the settings other than the last time? Then a webhook may be gone, or have another address. */
  #isSetAnew = true
  #collecting: Promise<void> | undefined
  #isNews = false
  #gathering: NodeJS.Timeout | undefined
  #looking: NodeJS.Timeout | undefined

  constructor(house: WebhookHouse) {
    this.#house = house
  }

  start(): void {
    const { settings, changes, storage } = this.#house
    settings.onChange.add(this.#adopt)
    changes.afterCommit.add(this.#note)
    storage.onOtherCommit(this.#gather)
    this.#looking = setInterval(() => this.#look(), LOOK_MS).unref()
    this.#adopt()
  }

  wake(): void {
    if (this.#stopping.signal.aborted) return
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    this.#isNews = true
    this.#collecting ??= this.#collect()
  }

  async test(id: string): Promise<Outcome> {
    const { clock } = this.#house
    const webhook = this.#find(id)
    const timestamp = new Date(clock.now()).toISOString()
    const body = JSON.stringify({ type: 'ping', timestamp, data: { webhook: id } })
    const ping = { id: `msg_${newRandomId()}`, body }
    return await sendEvent(this.#house, webhook, ping, this.#stopping.signal)
  }

  async retry(webhook: string, delivery: string): Promise<void> {
    this.#find(webhook)
    const { storage, clock } = this.#house
    const order = { webhook, id: delivery, now: clock.now() }
    if (!(await storage.write((tx) => retryDelivery(tx, order))))
      throw apiError('delivery_not_found', { id: delivery })
    this.#lanes.get(webhook)?.hurry()
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    this.#house.settings.onChange.delete(this.#adopt)
    this.#house.changes.afterCommit.delete(this.#note)
    clearInterval(this.#looking)
    clearTimeout(this.#gathering)
    await this.#collecting
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()))
  }

  #find(id: string): WebhookSetting {
    const webhook = this.#house.settings.current.dapur.webhooks.find((each) => each.id === id)
    if (!webhook) throw apiError('webhook_not_found', { id })
    return webhook
  }

  /** The settings are new. What is written after them is told, so this does not wait for a moment. */
  readonly #adopt = (): void => {
    const { webhooks } = this.#house.settings.current.dapur
    this.#enabled = webhooks.filter(({ enabled }) => enabled)
    this.#isSetAnew = true
    this.wake()
  }

  readonly #note = (change: Change): void => {
    if (this.#enabled.some((webhook) => wantsChange(webhook, change))) this.#gather()
  }

  readonly #gather = (): void => {
    if (this.#enabled.length === 0 || this.#stopping.signal.aborted) return
    this.#gathering ??= setTimeout(() => this.wake(), GATHER_MS).unref()
  }

  #look(): void {
    if (this.#enabled.length === 0) return
    this.#house.storage.enterTurn()
    this.wake()
  }

  /** Never fails: nobody waits for it. */
  async #collect(): Promise<void> {
    const { log } = this.#house
    try {
      while (this.#isNews && !this.#stopping.signal.aborted) {
        this.#isNews = false
        await collectChanges(this.#house)
        if (this.#isSetAnew) await this.#settle()
        for (const { id } of this.#enabled) this.#laneOf(id).wake()
      }
    } catch (error) {
      log.error({ err: error }, 'changes could not be collected for webhooks; it is tried again')
    } finally {
      // In the turn of the last look: who wakes it now begins anew.
      this.#collecting = undefined
    }
  }

  async #settle(): Promise<void> {
    this.#isSetAnew = false
    await forgetGone(this.#house)
    // What has just been set is tried now, not when the endpoint of before would have been.
    for (const lane of this.#lanes.values()) lane.hurry()
  }

  #laneOf(id: string): Lane {
    const known = this.#lanes.get(id)
    if (known) return known
    const lane = new Lane({ house: this.#house, slots: this.#slots, signal: this.#stopping.signal }, id)
    this.#lanes.set(id, lane)
    return lane
  }
}
