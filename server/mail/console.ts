import { type Mailer, oneLine } from './mailer.ts'

/**
 * Mails while no SMTP server is set: printed for whoever runs the server, with their links. Not by the log, which is
 * kept and shipped, and must not hold what signs people in.
 *
 * @example consoleMailer(console.log)
 */
export function consoleMailer(print: (text: string) => void): Mailer {
  return {
    async send({ to, subject, text }) {
      const body = text.replaceAll(/^/gm, '  ')
      print(`Mail to ${oneLine(to)} (SMTP is off in the settings): ${oneLine(subject)}\n\n${body}\n`)
    },
  }
}
