import type { Client, CollectionJson } from '@dapur/sdk'
import { Radio } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { JsonText } from '../parts/json-text.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { CodeInLanguages } from '../reference/code-in-languages.tsx'
import { Section } from '../reference/section.tsx'
import { useFormat } from '../use-format.ts'
import { Connections } from './connections.tsx'
import { listenCode, listenLanguages } from './listen-code.ts'
import { type Heard, useInspector, type Wish } from './use-inspector.ts'

interface ListeningProps {
  collection: CollectionJson
  /** Who listens. */
  client: Client
}

/** The realtime inspector: code at the left, what is heard at the right, and who else is connected. */
export function Listening({ collection, client }: ListeningProps): ReactNode {
  const { api } = useMessages()
  return (
    <div className="flex flex-col gap-10 px-4 pt-5 pb-16 sm:px-6">
      <h2 className="sr-only">{api.realtime}</h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 min-[80rem]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Code collection={collection} />
        <Inspector collection={collection} client={client} />
      </div>
      <Connections />
    </div>
  )
}

function Code({ collection }: { collection: CollectionJson }): ReactNode {
  const { api } = useMessages()
  return (
    <CodeInLanguages
      languages={listenLanguages.map((name) => [name, api.languages[name]] as const)}
      codeOf={(language) => listenCode(language, collection, window.location.origin)}
    />
  )
}

function Inspector({ collection, client }: ListeningProps): ReactNode {
  const messages = useMessages()
  const { api } = messages
  const [wish, setWish] = useState<Wish>()
  const { heard, error, clear } = useInspector(client, wish)
  const isListening = wish !== undefined && error === undefined
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setWish(
      isListening
        ? undefined
        : { topic: textOf(form, 'topic').trim(), filter: textOf(form, 'filter').trim() },
    )
  }
  return (
    <Section
      title={api.inspector}
      note={isListening ? api.listening : ''}
      action={
        heard.length > 0 && (
          <Button look="plain" onClick={clear}>
            {api.clear}
          </Button>
        )
      }
    >
      <form
        onSubmit={submit}
        className="grid grid-cols-1 items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
      >
        <TextInput
          name="topic"
          label={api.topic}
          defaultValue={`${collection.name}/*`}
          problem={explainField(error, 'topic', messages)}
          readOnly={isListening}
          required
          spellCheck={false}
        />
        <TextInput
          name="filter"
          label={api.filter}
          problem={explainField(error, 'filter', messages)}
          readOnly={isListening}
          spellCheck={false}
        />
        <Button
          type="submit"
          look={isListening ? 'quiet' : 'primary'}
          className="justify-self-start sm:mt-6.5"
        >
          {isListening ? api.stop : api.listen}
        </Button>
      </form>
      {error !== undefined && (
        <div className="mt-3">
          <Notice kind="danger">{explain(error, messages)}</Notice>
        </div>
      )}
      <Events heard={heard} isListening={isListening} />
    </Section>
  )
}

function Events({ heard, isListening }: { heard: readonly Heard[]; isListening: boolean }): ReactNode {
  const { api } = useMessages()
  const format = useFormat()
  if (heard.length === 0) {
    return (
      <p className="mt-4 flex items-center gap-2 text-sm text-text-3">
        <Radio size={15} strokeWidth={1.75} aria-hidden className="shrink-0" />
        {isListening ? api.nothingYet : api.notListening}
      </p>
    )
  }
  return (
    <ol aria-label={api.events} aria-live="polite" className="mt-4 divide-y divide-line border-y border-line">
      {heard.map(({ event, at }) => (
        <li key={`${event.seq} ${at}`}>
          <details>
            <summary className="flex min-h-9 cursor-pointer items-center gap-3 py-1.5 text-sm">
              <Badge look={event.action === 'create' ? 'ok' : event.action === 'update' ? 'info' : 'danger'}>
                {event.action}
              </Badge>
              <code className="min-w-0 grow truncate font-mono text-xs">{event.record.id}</code>
              <span className="shrink-0 text-xs text-text-3 tabular-nums">{format.clock(at)}</span>
            </summary>
            <div className="mb-3 rounded-control bg-surface-2 p-3">
              <JsonText value={event} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  )
}
