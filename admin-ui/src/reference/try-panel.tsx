import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { Textarea } from '../parts/textarea.tsx'
import type { Operation, Schemas } from './api-document.ts'
import { ReplyView } from './reply-view.tsx'
import { Section } from './section.tsx'
import { type Trial, useTrial } from './use-trial.ts'

interface TryProps {
  operation: Operation
  schemas: Schemas
  token: string | undefined
}

/** Fill in, send, and see what this server answers. What deletes is asked for twice. */
export function TryPanel({ operation, schemas, token }: TryProps): ReactNode {
  const { reference } = useMessages()
  return (
    <Section title={reference.tryTitle} note={reference.tryNote}>
      {isTryable(operation) ? (
        <TryForm operation={operation} schemas={schemas} token={token} />
      ) : (
        <p className="text-sm text-text-2">{reference.notHere}</p>
      )}
    </Section>
  )
}

/** Streams never end, and uploads need a file. */
function isTryable({ bodies, answerType }: Operation): boolean {
  if (answerType === 'text/event-stream') return false
  return bodies.length === 0 || bodies.some(([type]) => type === 'application/json')
}

function TryForm(props: TryProps): ReactNode {
  const { reference } = useMessages()
  const trial = useTrial(props)
  const { reply, isSure, send } = trial
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Parameters operation={props.operation} trial={trial} />
      {trial.body !== undefined && <Body trial={trial} body={trial.body} />}
      <Button
        type="submit"
        look={props.operation.method === 'DELETE' ? 'danger' : 'primary'}
        busy={reply === 'asking'}
        className="self-start"
      >
        {isSure ? reference.sendSure : reference.send}
      </Button>
      {reply === 'failed' && <Notice kind="danger">{reference.failed}</Notice>}
      {typeof reply === 'object' && <ReplyView reply={reply} />}
    </form>
  )
}

function Parameters({ operation, trial }: { operation: Operation; trial: Trial }): ReactNode {
  const { reference } = useMessages()
  if (operation.parameters.length === 0) return null
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      {operation.parameters.map(({ name }) => (
        <TextInput
          key={name}
          label={name}
          value={trial.values[name] ?? ''}
          problem={trial.missing.includes(name) ? reference.needed : undefined}
          onChange={(event) => trial.setValue(name, event.target.value)}
          spellCheck={false}
        />
      ))}
    </div>
  )
}

function Body({ trial, body }: { trial: Trial; body: string }): ReactNode {
  const { reference } = useMessages()
  return (
    <Field label={reference.bodyTitle} problem={trial.isJson ? undefined : reference.notJson}>
      {(control) => (
        <Textarea
          {...control}
          value={body}
          onChange={(event) => trial.setBody(event.target.value)}
          spellCheck={false}
          className="font-mono text-xs leading-5"
        />
      )}
    </Field>
  )
}
