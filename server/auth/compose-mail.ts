import { type Filling, fillHtml, fillLine } from '../mail/template.ts'
import { stringify } from '../fields/stringify.ts'
import type { Mail } from '../mail/mailer.ts'
import { mailPage } from '../mail/page.ts'
import { plainTextOf } from '../mail/plain-text.ts'
import { shapeOf, valuesOf } from '../records/shape.ts'
import type { LetterKind, Writing } from './letter.ts'

/**
 * Write a mail from the template of its collection (contract services.md §5.4). Links begin with the address in the
 * settings, never with what a request calls us (`reliability.md` A13).
 *
 * @example await composeMail(kind, writing, { id, filling: kind.filling(writing) })
 */
export async function composeMail(
  kind: LetterKind,
  { house, collection, record, letter }: Writing,
  { id, filling: own }: { readonly id: string; readonly filling: Filling },
): Promise<Mail> {
  const { meta } = house.settings.current
  const shape = shapeOf(collection)
  const values = valuesOf(shape, record)
  const filling: Record<string, string> = {
    ...own,
    APP_NAME: meta.appName,
    APP_URL: meta.appURL.replace(/\/+$/, ''),
  }
  for (const { name, field } of shape.fields)
    if (!field.hidden) filling[`RECORD:${name}`] = textOf(values[name])
  const template = kind.template(collection.auth)
  const subject = fillLine(template.subject, filling)
  const html = mailPage(subject, fillHtml(template.body, filling), meta.accentColor)
  return {
    id,
    from: { name: meta.senderName, address: meta.senderAddress },
    to: letter.to,
    subject,
    html,
    text: await plainTextOf(html),
  }
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringify).join(', ') : stringify(value)
}
