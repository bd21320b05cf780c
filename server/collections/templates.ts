import type { MailTemplate } from './collection.ts'

/** The mails of a new auth collection (contract services.md §5.4): placeholders in braces are filled when a mail is sent. */
export interface MailTemplates {
  readonly verification: MailTemplate
  readonly resetPassword: MailTemplate
  readonly confirmEmailChange: MailTemplate
  readonly otp: MailTemplate
  readonly authAlert: MailTemplate
}

/** The default texts. `{APP_URL}` and `{TOKEN}` make the links that the admin UI answers. */
export const mailTemplates: MailTemplates = {
  verification: mail('Confirm your email address for {APP_NAME}', [
    'Welcome to {APP_NAME}.',
    'Please confirm that this address is yours:',
    button('confirm-verification', 'Confirm my address'),
    'If you did not sign up, you can ignore this mail.',
  ]),
  resetPassword: mail('Choose a new password for {APP_NAME}', [
    'Someone asked for a new password for your account at {APP_NAME}.',
    'Choose it here:',
    button('confirm-password-reset', 'Choose a new password'),
    'If it was not you, ignore this mail: your password stays as it is.',
  ]),
  confirmEmailChange: mail('Confirm your new email address for {APP_NAME}', [
    'This address is to become the address of your account at {APP_NAME}.',
    'Confirm the change here; you will be asked for your password:',
    button('confirm-email-change', 'Confirm the new address'),
    'If it was not you, ignore this mail: nothing changes.',
  ]),
  otp: mail('{OTP} is your code for {APP_NAME}', [
    'Your one-time code for {APP_NAME} is:',
    '<strong>{OTP}</strong>',
    'It can be used once and for a short time. If you did not ask for it, ignore this mail.',
  ]),
  authAlert: mail('A new sign-in to your {APP_NAME} account', [
    'Someone signed in to your account at {APP_NAME} from a place that we have not seen before:',
    '<em>{ALERT_INFO}</em>',
    'If it was you, there is nothing to do. If it was not, change your password now: that signs out every device.',
  ]),
}

function mail(subject: string, paragraphs: readonly string[]): MailTemplate {
  const body = [...paragraphs, 'Thank you,<br/>\n{APP_NAME}'].map((text) => `<p>${text}</p>`).join('\n')
  return { subject, body }
}

function button(page: string, label: string): string {
  return `<a class="btn" href="{APP_URL}/_/#/auth/${page}/{TOKEN}" target="_blank" rel="noopener">${label}</a>`
}
