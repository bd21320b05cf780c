import type { SettingsJson } from '@dapur/sdk'
import { queryOptions } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

const path = '/api/settings'

/** The settings in force, without their secrets. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => dapur.send<SettingsJson>({ method: 'GET', path, signal }),
})

/** Changes what is told and leaves the rest; answers the settings as they are then. Throws an `ApiError`. */
export function saveSettings(changes: object): Promise<SettingsJson> {
  return dapur.send({ method: 'PATCH', path, body: changes })
}

/** Sends a mail as it would go to a new account. Throws an `ApiError` with the words of the mail server. */
export async function sendTestMail(email: string): Promise<void> {
  const body = { email, template: 'verification', collection: '_superusers' }
  await dapur.send({ method: 'POST', path: `${path}/test/email`, body })
}

/** Writes, lists and deletes a file in the stored bucket. Throws an `ApiError` with the words of the bucket. */
export async function testBucket(filesystem: 'storage' | 'backups'): Promise<void> {
  await dapur.send({ method: 'POST', path: `${path}/test/s3`, body: { filesystem } })
}
