import type { SettingsJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiKeysSettings } from '../api-keys/api-keys-settings.tsx'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { useStrip } from '../parts/use-strip.ts'
import { CollectionsTransfer } from '../schema-transfer/collections-transfer.tsx'
import { isSettingSection, settingSections } from '../settings/setting-sections.ts'
import { settingsQuery } from '../settings/settings-calls.ts'
import { SettingsForm } from '../settings/settings-form.tsx'
import { SettingsTest } from '../settings/settings-test.tsx'
import { SuperusersSettings } from '../superusers/superusers-settings.tsx'
import { WebhooksSettings } from '../webhooks/webhooks-settings.tsx'

const route = getRouteApi('/shell/settings/$section')

/** Sections that are no form, in the order of their links; the settings are undefined until they are read. */
const beyondForms = {
  superusers: () => <SuperusersSettings />,
  apiKeys: () => <ApiKeysSettings />,
  webhooks: (stored: SettingsJson | undefined) => stored && <WebhooksSettings stored={stored} />,
  collections: () => <CollectionsTransfer />,
}
type BeyondForms = keyof typeof beyondForms

const isBeyondForms = (name: string): name is BeyondForms => Object.hasOwn(beyondForms, name)
const sections = [
  ...Object.keys(settingSections).filter(isSettingSection),
  ...Object.keys(beyondForms).filter(isBeyondForms),
]

/** The settings of the server, a page for each of their parts. */
export function SettingsPage(): ReactNode {
  const messages = useMessages()
  const { settings } = messages
  const { section: name } = route.useParams()
  const isForm = !isBeyondForms(name)
  const section = isSettingSection(name) ? name : 'application'
  const { data: stored, error } = useQuery(settingsQuery)
  const links = useStrip<HTMLElement>(name)
  return (
    <Frame title={settings.title}>
      <div className="flex min-h-0 grow border-t border-line max-sm:flex-col">
        <nav
          ref={links}
          aria-label={settings.title}
          className="strip flex shrink-0 gap-0.5 p-3 max-sm:overflow-x-auto max-sm:px-4 sm:w-46 sm:flex-col"
        >
          {sections.map((known) => (
            <Link
              key={known}
              to="/settings/$section"
              params={{ section: known }}
              className="rounded-control px-2.5 py-1.5 text-sm whitespace-nowrap text-text-2 hover:bg-surface-2 aria-[current=page]:bg-surface-2 aria-[current=page]:font-medium aria-[current=page]:text-text-1"
            >
              {settings.sections[known]}
            </Link>
          ))}
        </nav>
        <div className="min-h-0 grow overflow-y-auto border-line px-4 py-5 max-sm:border-t sm:border-l sm:px-6">
          {!isForm && beyondForms[name](stored)}
          {isForm && stored && <SettingsForm key={section} section={section} stored={stored} />}
          {isForm && stored && (section === 'mail' || section === 'storage' || section === 'backups') && (
            <SettingsTest key={`${section} test`} of={section} />
          )}
          {(isForm || name === 'webhooks') && error && (
            <EmptyState icon={Unplug} title={settings.failedTitle} lead={explain(error, messages)} />
          )}
        </div>
      </div>
    </Frame>
  )
}
