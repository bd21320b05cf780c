import type { ReactNode } from 'react'
import { dapur } from '../dapur.ts'
import { useMessages } from '../language.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { type CollectionDraft, fieldsOf } from './draft.ts'

/** What apps write to work with this collection, with its own names. */
export function ApiTab({ draft }: { draft: CollectionDraft }): ReactNode {
  const { collection } = useMessages()
  return (
    <div className="flex max-w-200 flex-col gap-6 p-4 sm:p-6">
      <Example title="SDK" code={sdkOf(draft)} />
      <Example title="curl" code={curlOf(draft)} />
      <p className="text-xs text-text-3">{collection.apiHint}</p>
    </div>
  )
}

function Example({ title, code }: { title: string; code: string }): ReactNode {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-sm font-medium">{title}</h2>
      <CodeBlock code={code} label={title} />
    </section>
  )
}

function sdkOf(draft: CollectionDraft): string {
  const name = draft.name || 'dishes'
  const target = `dapur.collection('${name}')`
  const lines = [
    `import { createClient } from '@dapur/sdk'`,
    ``,
    `const dapur = createClient('${dapur.url}')`,
    ...(draft.type === 'auth' ? [`await ${target}.signIn({ email, password })`] : []),
    ``,
    `const page = await ${target}.list({ perPage: 20, sort: '-@rowid' })`,
  ]
  if (draft.type === 'view') return [...lines.slice(0, -1), `const page = await ${target}.list()`].join('\n')
  const body = JSON.stringify(exampleOf(draft), undefined, 2).replaceAll(/^( *)"(\w+)":/gm, '$1$2:')
  return [
    ...lines,
    `const made = await ${target}.create(${body})`,
    ``,
    `await ${target}.subscribe('*', ({ action, record }) => console.log(action, record.id))`,
  ].join('\n')
}

function curlOf(draft: CollectionDraft): string {
  const at = `${dapur.url}/api/collections/${draft.name || 'dishes'}/records`
  const list = `curl '${at}?perPage=20' -H "Authorization: $TOKEN"`
  if (draft.type === 'view') return list
  const body = JSON.stringify(exampleOf(draft)).replaceAll("'", `'\\''`)
  return `${list}\n\ncurl -X POST '${at}' \\\n  -H "Authorization: $TOKEN" \\\n  --json '${body}'`
}

const examples: Readonly<Record<string, unknown>> = {
  number: 1,
  bool: true,
  email: 'someone@example.com',
  url: 'https://example.com',
  date: '2026-01-31 12:00:00Z',
  json: {},
  geoPoint: { lon: 106.8, lat: -6.2 },
  password: 'a long password',
  relation: 'RECORD_ID',
}

/** What the server fills in, or only superusers may. */
const MADE = new Set(['id', 'verified'])

/** One value for each field that an app would send. */
function exampleOf(draft: CollectionDraft): Record<string, unknown> {
  const sent = fieldsOf(draft).filter(
    ({ name, type, hidden }) =>
      !MADE.has(name) && !['autodate', 'file'].includes(type) && !(hidden && type !== 'password'),
  )
  const values = Object.fromEntries(
    sent.map(({ name, type, values: words }) => [
      name,
      type === 'select' && Array.isArray(words) ? words[0] : (examples[type] ?? 'text'),
    ]),
  )
  return draft.type === 'auth' ? { ...values, passwordConfirm: values['password'] } : values
}
