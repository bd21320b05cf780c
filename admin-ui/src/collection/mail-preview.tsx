import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { settingsQuery } from '../settings/settings-calls.ts'
import { MAIL_STYLE } from './mail-style.ts'
import { type MailPath, sampleMail } from './sample-mail.ts'

interface MailPreviewProps {
  path: MailPath
  subject: string
  body: string
  codeLength: number
  fields: readonly { name: string; type: string; hidden: boolean }[]
}

/** A mail with sample values, and what is odd about its placeholders. */
export function MailPreview(props: MailPreviewProps): ReactNode {
  const words = useMessages().collection.auth.preview
  const [isOpen, setOpen] = useState(false)
  const { data: settings } = useQuery(settingsQuery)
  const { appName = 'Acme', appURL = location.origin } = settings?.meta ?? {}
  const mail = sampleMail({ ...props, appName, appURL })
  return (
    <section aria-label={words.title} className="flex min-w-0 flex-col gap-3">
      {mail.missing !== undefined && <Notice kind="danger">{words.missing[mail.missing]}</Notice>}
      {mail.unknown.length > 0 && <Notice kind="info">{words.unknown(mail.unknown.join(', '))}</Notice>}
      <Button className="self-start" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? words.hide : words.show}
      </Button>
      {isOpen && (
        <>
          <div className="overflow-hidden rounded-sheet border border-line">
            <p className="border-b border-line px-4 py-2.5 text-sm font-medium break-words">{mail.subject}</p>
            {/* Sandboxed: a template is shown, and nothing in it runs, sends or leads away. */}
            <iframe
              title={words.frame}
              sandbox=""
              srcDoc={pageAround(mail.html)}
              className="block h-72 w-full"
            />
          </div>
          <p className="text-xs text-text-3">{words.help}</p>
        </>
      )}
    </section>
  )
}

/**
 * The frame inherits the policy of the page, and stays an origin of its own: no script runs in it, nothing of ours can be
 * reached from it, and of all styles only ours counts, which the policy knows by its hash.
 */
function pageAround(html: string): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank"><style>${MAIL_STYLE}</style><main>${html}</main>`
}
