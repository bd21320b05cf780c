/** One mail, ready to go. */
export interface Mail {
  /** Stays the same when a mail is tried again, so that a receiver can see that it has it already. */
  readonly id: string
  readonly from: { readonly name: string; readonly address: string }
  /** One address. */
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** A way for mails to leave. */
export interface Mailer {
  /**
   * Resolves when somebody else has taken charge of the mail.
   *
   * Errors: `MailRefused` when trying again is of no use; any other when it may be.
   */
  send(mail: Mail): Promise<void>
}

/** The receiving side has said no, for good. */
export class MailRefused extends Error {}

/** White space that ends no line: neither a subject nor a name may begin a header of its own (`reliability.md` I10). */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are just what must not get through
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim()
}
