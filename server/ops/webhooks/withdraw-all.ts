import { steps, take } from '../../base/now.ts'
import { allLogReaders, removeLogReader } from '../../storage/log-readers.ts'
import { withdrawDeliveries } from './delivery-table.ts'
import { READER_PREFIX } from './collect-changes.ts'
import type { WebhookHouse } from './webhook-house.ts'

/**
 * Deliver nothing that restored data still have to deliver: it is of another day, and most of it was delivered since.
 * It stays to be looked at, and can be sent by hand. Webhooks go on with what is committed after the restore.
 *
 * @example await withdrawAll(house)
 */
export async function withdrawAll({ storage }: Pick<WebhookHouse, 'storage'>): Promise<void> {
  await storage.write((tx) =>
    steps(function* () {
      yield* take(withdrawDeliveries(tx, 'a backup was restored before this was sent'))
      for (const { name } of yield* take(allLogReaders(tx)))
        if (name.startsWith(READER_PREFIX)) yield* take(removeLogReader(tx, name))
    }),
  )
}
