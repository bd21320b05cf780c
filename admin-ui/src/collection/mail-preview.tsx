import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { settingsQuery } from '../settings/settings-calls.ts'
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
              className="block h-72 w-full bg-white"
            />
          </div>
          <p className="text-xs text-text-3">{words.help}</p>
        </>
      )}
    </section>
  )
}

/** The frame inherits the policy of the admin UI: only a style with the nonce of the page counts. */
function pageAround(html: string): string {
  const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
  return `<!doctype html><meta charset="utf-8"><base target="_blank"><style nonce="${nonce}">
body { margin: 0; padding: 16px; font: 15px/1.5 system-ui, sans-serif; color: #1c2024; background: #fff; overflow-wrap: anywhere; }
a { color: #1055c9; }
.btn, .btn:visited { display: inline-block; padding: 10px 20px; border-radius: 6px; color: #fff; background: #1c2024; font-weight: 600; text-decoration: none; }
</style><main>${html}</main>`
}
