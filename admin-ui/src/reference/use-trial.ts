import { useState } from 'react'
import type { Operation, Schemas } from './api-document.ts'
import { askApi, type Reply } from './ask-api.ts'
import { sampleOf } from './sample.ts'
import { parsedJson } from '../parsed-json.ts'

type Values = Readonly<Record<string, string>>

/** A call that is being filled in, and what came of it. */
export interface Trial {
  /** By the name of the parameter. */
  readonly values: Values
  readonly setValue: (name: string, value: string) => void
  /** JSON as it is typed; undefined where nothing is sent. */
  readonly body: string | undefined
  readonly setBody: (text: string) => void
  readonly isJson: boolean
  /** Parameters of the address that are empty, once somebody wanted to send. */
  readonly missing: readonly string[]
  /** Something is to be deleted, and was asked for once. */
  readonly isSure: boolean
  readonly reply: Reply | 'asking' | 'failed' | undefined
  readonly send: () => Promise<void>
}

interface TrialOptions {
  readonly operation: Operation
  readonly schemas: Schemas
  readonly token: string | undefined
}

/** The state of the form that tries an operation. */
export function useTrial({ operation, schemas, token }: TrialOptions): Trial {
  const { method, parameters, bodies } = operation
  const schema = bodies.find(([type]) => type === 'application/json')?.[1]
  const [values, setValues] = useState<Values>({})
  const [body, setBody] = useState(() =>
    schema ? JSON.stringify(sampleOf(schema, schemas), null, 2) : undefined,
  )
  const [isChecked, setChecked] = useState(false)
  const [isSure, setSure] = useState(false)
  const [reply, setReply] = useState<Trial['reply']>()
  const needed = parameters.filter((each) => each.in === 'path').map(({ name }) => name)
  const empty = needed.filter((name) => (values[name] ?? '') === '')
  const isJson = body === undefined || parsedJson(body) !== undefined
  const send = async (): Promise<void> => {
    setChecked(true)
    if (empty.length > 0 || !isJson || reply === 'asking') return
    if (method === 'DELETE' && !isSure) return setSure(true)
    setSure(false)
    setReply('asking')
    const question = { method, path: addressOf(operation, values), token, body, type: 'application/json' }
    setReply(await askApi(question).catch((): 'failed' => 'failed'))
  }
  const setValue = (name: string, value: string): void => {
    setSure(false)
    setValues({ ...values, [name]: value })
  }
  const missing = isChecked ? empty : []
  return { values, setValue, body, setBody, isJson, missing, isSure, reply, send }
}

function addressOf({ path, parameters }: Operation, values: Values): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const query = parameters
    .filter((each) => each.in === 'query' && (values[each.name] ?? '') !== '')
    .map(({ name }) => [name, values[name] ?? ''])
  return query.length === 0 ? address : `${address}?${new URLSearchParams(query)}`
}
