import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, type FormEvent, type ReactNode, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { textOf } from '../form.ts'
import { useMessages } from '../language.ts'
import { followLink, isLinkRefused, type LinkAction, type MailedLink, readLink } from '../mailed-link.ts'
import { Button } from './button.tsx'
import { Entrance } from './entrance.tsx'
import { Notice } from './notice.tsx'

interface LinkFormProps {
  action: LinkAction
  token: string
  title: string
  lead: (link: MailedLink) => string
  submit: string
  /** What is said once it is done. */
  done: { title: string; lead: string }
  /** The names of the inputs. */
  fields?: readonly string[]
  /** Draws the inputs. */
  inputs?: ComponentType<LinkInputsProps>
}

export interface LinkInputsProps {
  /** What is wrong with an input. */
  problemOf: (field: string) => string | undefined
}

/** The page behind a link of a mail: what it is for, what has to be typed, and how it went. */
export function LinkForm(props: LinkFormProps): ReactNode {
  const { action, token, done } = props
  const [link] = useState(() => readLink(action, token))
  const [outcome, setOutcome] = useState<'open' | 'done' | 'refused'>(link ? 'open' : 'refused')
  if (!link || outcome === 'refused') return <SpentLink />
  if (outcome === 'done') return <Done title={done.title} lead={done.lead} link={link} />
  return <OpenForm {...props} link={link} onEnd={setOutcome} />
}

interface OpenFormProps extends LinkFormProps {
  link: MailedLink
  onEnd: (outcome: 'done' | 'refused') => void
}

function OpenForm(props: OpenFormProps): ReactNode {
  const { action, title, lead, submit, link, inputs: Inputs, fields = [], onEnd } = props
  const messages = useMessages()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)

  const follow = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await followLink(action, link, Object.fromEntries(fields.map((name) => [name, textOf(form, name)])))
      onEnd('done')
    } catch (refusal) {
      if (isLinkRefused(refusal)) onEnd('refused')
      setError(refusal)
      setBusy(false)
    }
  }

  const problemOf = (field: string): string | undefined => explainField(error, field, messages)
  const hasProblem = fields.some((field) => problemOf(field) !== undefined)
  return (
    <Entrance title={title} lead={lead(link)}>
      {error !== undefined && !hasProblem && <Notice kind="danger">{explain(error, messages)}</Notice>}
      <form onSubmit={(event) => void follow(event)} className="flex flex-col gap-5" noValidate>
        {Inputs && <Inputs problemOf={problemOf} />}
        <Button type="submit" look="primary" busy={isBusy} className="mt-1 h-9.5">
          {submit}
        </Button>
      </form>
    </Entrance>
  )
}

function Done({ title, lead, link }: { title: string; lead: string; link: MailedLink }): ReactNode {
  const { links, signIn } = useMessages()
  const navigate = useNavigate()
  return (
    <Entrance title={title} lead={lead}>
      {link.isSuperuser ? (
        <Button look="primary" onClick={() => void navigate({ to: '/sign-in' })} className="h-9.5">
          {signIn.submit}
        </Button>
      ) : (
        <Notice kind="ok">{links.close}</Notice>
      )}
    </Entrance>
  )
}

function SpentLink(): ReactNode {
  const { links } = useMessages()
  return (
    <Entrance title={links.spentTitle} lead={links.spentLead}>
      <Notice kind="info">{links.spentHint}</Notice>
    </Entrance>
  )
}
