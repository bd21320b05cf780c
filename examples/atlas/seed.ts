import { randomBytes } from 'node:crypto'
import { styleText } from 'node:util'
import { ApiError, createClient, filter, memoryStore } from '@dapur/sdk'
import { askQueries } from './ask.ts'
import type { AtlasClient, AtlasSchema } from './atlas.ts'
import { countries, editors, regions } from './collections.ts'
import { ensureCollection } from './ensure-collection.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { seedRecords } from './seed-records.ts'

/*
 * `npm run atlas`: everything here goes through the public API, as any app of yours would.
 */
const options = readOptions(process.argv.slice(2), process.env)
if (options) await fillAtlas(options)
else console.log(HELP)

async function fillAtlas({ url, email, password }: Options): Promise<void> {
  const dapur: AtlasClient = createClient<AtlasSchema>(url, { store: memoryStore() })
  const problem = await signIn(dapur, { email, password })
  if (problem !== undefined) {
    console.error(problem)
    process.exitCode = 1
    return
  }
  console.log(styleText('bold', `The atlas goes to ${dapur.url}`))
  await ensureCollections(dapur)
  await seedRecords(dapur)
  const editor = await ensureEditor(dapur)
  await askQueries(dapur.url)
  console.log(farewell(dapur.url, editor))
}

interface Credentials {
  readonly email: string
  readonly password: string
}

/** @returns what to do about it when it did not work */
async function signIn(dapur: AtlasClient, { email, password }: Credentials): Promise<string | undefined> {
  const problem = await findServer(dapur)
  if (problem !== undefined) return problem
  if (email === '' || password === '') return `Who brings the atlas? ${advice(dapur)}`
  try {
    await dapur.collection('_superusers').signIn({ email, password })
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return `${email} could not sign in: ${error.message}\n${advice(dapur)}`
  }
}

async function findServer(dapur: AtlasClient): Promise<string | undefined> {
  try {
    await dapur.health()
    return undefined
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return [
      `No Dapur answers at ${dapur.url}: ${error.message}`,
      'Start one in another terminal, or say where it is:',
      '  npm start',
      '  npm run atlas -- --url http://127.0.0.1:8091',
    ].join('\n')
  }
}

function advice(dapur: AtlasClient): string {
  const elsewhere = dapur.url === 'http://127.0.0.1:8090' ? '' : ` --url ${dapur.url}`
  return [
    'Collections are made by a superuser. Type these two lines, with an address and a password of yours:',
    '  npm run dapur -- superuser upsert you@example.com "a long password"',
    `  npm run atlas -- --email you@example.com --password "a long password"${elsewhere}`,
    '(the first one takes --dir when the data of the server is not in ./data)',
  ].join('\n')
}

async function ensureCollections(dapur: AtlasClient): Promise<void> {
  await ensureCollection(dapur, editors)
  const region = await ensureCollection(dapur, regions)
  const country = await ensureCollection(dapur, countries({ regions: region.id }))
  await ensureCollection(dapur, countries({ regions: region.id, countries: country.id }))
}

/** The editor gets a new password each time: only so can it be printed. */
async function ensureEditor(dapur: AtlasClient): Promise<Credentials> {
  const email = 'editor@example.com'
  const password = randomBytes(12).toString('base64url')
  const account = { name: 'Editor', email, password, passwordConfirm: password }
  const records = dapur.collection('editors')
  const { items } = await records.list({ filter: filter`email = ${email}`, perPage: 1 })
  const [stored] = items
  await (stored ? records.update(stored.id, account) : records.create(account))
  return { email, password }
}

function farewell(url: string, { email, password }: Credentials): string {
  return `
${styleText('bold', 'Now you.')} Areas stand in for populations, which the package world-countries does not have.
Anyone may read:
  curl -G ${url}/api/collections/countries/records --data-urlencode 'filter=region.name="Asia" && area>1000000'
Only editors write, with the token that their sign-in answers. Yours is ${styleText('cyan', email)} with the password ${styleText('cyan', password)}:
  curl ${url}/api/collections/editors/auth-with-password -d identity=${email} -d password=${password}
  curl ${url}/api/collections/regions/records -H "Authorization: $TOKEN" -d name=Atlantis`
}
