import { useNavigate } from '@tanstack/react-router'
import { Check, ChevronsUpDown, LogOut, UserRound } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { useSession } from '../account/use-session.ts'
import { type Choice, useChoice } from '../choice.ts'
import { dapur } from '../dapur.ts'
import { toText } from '../fields/value.ts'
import { type Language, language, languages, useMessages } from '../language.ts'
import { theme, themes } from '../theme.ts'

const itemLook =
  'flex h-8 items-center gap-2.5 rounded-control px-2 text-sm text-text-1 outline-none select-none data-highlighted:bg-surface-2'

/** Who is signed in; opens appearance, language and the way out. */
export function AccountMenu(): ReactNode {
  const { mine, shell } = useMessages()
  const navigate = useNavigate()
  const signOut = async (): Promise<void> => {
    // First away from the pages that need a session, so that none of them asks in vain.
    await navigate({ to: '/sign-in' })
    dapur.auth.clear()
  }
  const email = toText(useSession()?.record['email'] ?? '')
  return (
    // Not modal: a modal menu locks the scrolling by an inline style sheet, which the server's policy refuses.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        title={email}
        className="flex h-10 w-full items-center gap-2.5 rounded-control px-2 text-left hover:bg-surface-2"
      >
        <span
          aria-hidden="true"
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text uppercase"
        >
          {email.slice(0, 1)}
        </span>
        <span className="min-w-0 grow truncate text-sm">{email}</span>
        <span className="sr-only">{shell.account}</span>
        <ChevronsUpDown size={14} strokeWidth={1.75} className="shrink-0 text-text-3" aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        side="top"
        align="start"
        sideOffset={6}
        className="z-20 w-58 rounded-sheet border border-line bg-surface-1 p-1.5 shadow-float"
      >
        <Options label={shell.theme} choice={theme} names={shell.themes} order={themes} />
        <DropdownMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />
        <Options<Language> label={shell.language} choice={language} names={languages} order={['en', 'id']} />
        <DropdownMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />
        <DropdownMenu.Item className={itemLook} onSelect={() => void navigate({ to: '/account' })}>
          <UserRound size={14} strokeWidth={1.75} className="text-text-3" aria-hidden />
          {mine.title}
        </DropdownMenu.Item>
        <DropdownMenu.Item className={itemLook} onSelect={() => void signOut()}>
          <LogOut size={14} strokeWidth={1.75} className="text-text-3" aria-hidden />
          {shell.signOut}
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

interface OptionsProps<T extends string> {
  label: string
  choice: Choice<T>
  names: Readonly<Record<T, string>>
  order: readonly T[]
}

function Options<T extends string>({ label, choice, names, order }: OptionsProps<T>): ReactNode {
  const current = useChoice(choice)
  const select = (value: string): void => {
    const known = order.find((option) => option === value)
    if (known !== undefined) choice.set(known)
  }
  return (
    <DropdownMenu.RadioGroup value={current} onValueChange={select} aria-label={label}>
      <DropdownMenu.Label className="px-2 py-1 text-xs font-medium text-text-3">{label}</DropdownMenu.Label>
      {order.map((option) => (
        <DropdownMenu.RadioItem
          key={option}
          value={option}
          className={itemLook}
          // The menu stays, so that the new look can be judged.
          onSelect={(event) => event.preventDefault()}
        >
          <span className="flex w-3.5 justify-center text-accent-text">
            <DropdownMenu.ItemIndicator>
              <Check size={14} strokeWidth={2} aria-hidden />
            </DropdownMenu.ItemIndicator>
          </span>
          {names[option]}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}
