import type { SettingsJson } from '@dapur/sdk'
import { type FormEvent, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { UnsavedGuard } from '../record/unsaved-guard.tsx'
import { channelsIn, newChannel } from './channel-drafts.ts'
import { limitRulesIn, newRule } from './limit-rules.ts'
import { MetricsKey } from './metrics-key.tsx'
import { RateLimitRules } from './rate-limit-rules.tsx'
import { SettingInput } from './setting-input.tsx'
import { type Setting, type SettingSection, settingSections } from './setting-sections.ts'
import { useSettingsDraft } from './use-settings-draft.ts'

const ChannelList = lazy(async () => ({ default: (await import('./channel-list.tsx')).ChannelList }))

/** One page of the settings: only what was changed is sent. */
export function SettingsForm({
  section,
  stored,
}: {
  section: SettingSection
  stored: SettingsJson
}): ReactNode {
  const messages = useMessages()
  const { settings } = messages
  const draft = useSettingsDraft(stored)
  const { error, isDirty } = draft
  const [discards, setDiscards] = useState(0)
  const fields: readonly Setting[] = settingSections[section]
  const problemAt = (path: string): string | undefined => explainField(error, path, messages)
  const hasPlace = fields.some((field) =>
    placesOf(field, draft.valueOf(field.path)).some((path) => problemAt(path) !== undefined),
  )
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error === undefined) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    // In the middle, so that its label and what is wrong are to be seen, too.
    wrong?.focus({ preventScroll: true })
    wrong?.scrollIntoView({ block: 'center' })
  }, [error])
  const save = (event: FormEvent): void => {
    event.preventDefault()
    void draft.save()
  }
  const discard = (): void => {
    draft.discard()
    setDiscards((count) => count + 1)
  }
  return (
    <>
      {/* Beside the form: its question is a form of its own. */}
      <UnsavedGuard isDirty={isDirty && !draft.isBusy} />
      <form ref={form} onSubmit={save} noValidate className="flex max-w-150 flex-col gap-5">
        <p className="text-sm text-pretty text-text-2">{settings.leads[section]}</p>
        {error !== undefined && !hasPlace && <Notice kind="danger">{explain(error, messages)}</Notice>}
        {fields.map((setting) => {
          const { path, input, usual } = setting
          const value = draft.valueOf(path)
          const shared = {
            value: value === undefined ? usual : value,
            fixedBy: stored.dapur?.fixed?.[path],
            onChange: (value: unknown) => draft.change(path, value),
          }
          const problemOf = (at: string): string | undefined => problemAt(at === '' ? path : `${path}.${at}`)
          if (input === 'limits') return <RateLimitRules key={path} problemOf={problemOf} {...shared} />
          if (input === 'channels') {
            return (
              <Suspense key={path}>
                <ChannelList problemOf={problemOf} {...shared} />
              </Suspense>
            )
          }
          const problem = problemAt(path) ?? problemAt(`${path}.0`)
          // A key that was not saved is forgotten with the rest.
          if (input === 'metricsKey')
            return <MetricsKey key={`${path} ${discards}`} problem={problem} {...shared} />
          return <SettingInput key={path} setting={setting} problem={problem} {...shared} />
        })}
        <div className="flex gap-2">
          <Button type="submit" look="primary" busy={draft.isBusy} disabled={!isDirty}>
            {settings.save}
          </Button>
          {isDirty && (
            <Button look="plain" onClick={discard}>
              {settings.discard}
            </Button>
          )}
        </div>
      </form>
    </>
  )
}

/** Where a problem of a setting can be shown. */
function placesOf({ path, input }: Setting, value: unknown): string[] {
  const within = (count: number, item: object): string[] =>
    Array.from({ length: count }, (_, at) => Object.keys(item).map((key) => `${path}.${at}.${key}`)).flat()
  if (input === 'limits') return [path, ...within(limitRulesIn(value).length, newRule)]
  if (input === 'channels') return [path, ...within(channelsIn(value).length, newChannel)]
  return [path, `${path}.0`]
}
