import { type AuthStore, createStore } from './store.ts'

/** What we need of React Native's AsyncStorage. */
export interface AsyncPlace {
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<unknown>
  removeItem(key: string): Promise<unknown>
}

/**
 * Keeps the session where reading and writing take time, such as AsyncStorage. It is read before you have the store.
 *
 * @param onError a write failed: the session is good, but will not be there after a restart
 * @example const dapur = createClient(url, { store: await asyncStore(AsyncStorage, { onError: console.warn }) })
 */
export async function asyncStore(
  storage: AsyncPlace,
  { key = 'dapur_auth', onError }: { key?: string; onError: (error: unknown) => void },
): Promise<AuthStore> {
  let kept = await storage.getItem(key)
  // One after the other: the last word has to be the one that stays.
  let writing: Promise<unknown> = Promise.resolve()
  return createStore({
    read: () => kept,
    write(text) {
      kept = text
      writing = writing
        .then(() => (text === null ? storage.removeItem(key) : storage.setItem(key, text)))
        .catch(onError)
    },
  })
}
