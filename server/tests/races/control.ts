import { newRandomId } from '../../base/id.ts'
import type { Race } from './race.ts'
import { racePlace } from './race-place.ts'

/** How it must not be done: look whether it is there, then take it away, and believe the look. */
export const control: Race = {
  name: 'control: read, then delete',
  isControl: true,
  async open(onEnd) {
    const { storage } = (await racePlace(onEnd)).app.house
    return async () => {
      const id = newRandomId()
      await storage.write((tx) =>
        tx.run('INSERT INTO "_otps" ("id", "collectionRef", "recordRef", "password") VALUES (?, ?, ?, ?)', [
          id,
          'c',
          'r',
          'p',
        ]),
      )
      return {
        async shoot() {
          const row = await storage.hot.get('SELECT "id" FROM "_otps" WHERE "id" = ?', [id])
          if (!row) return false
          await storage.write((tx) => tx.run('DELETE FROM "_otps" WHERE "id" = ?', [id]))
          return true
        },
      }
    }
  },
}
