import { operations } from './en/operations.ts'
import { settings } from './en/settings.ts'
import { webhooks } from './en/webhooks.ts'
import { superusers } from './en/superusers.ts'
import { apiKeys } from './en/api-keys.ts'
import { account } from './en/account.ts'
import { collection } from './en/collection.ts'
import { editor } from './en/editor.ts'
import { sections } from './en/sections.ts'
import { mine } from './en/mine.ts'
import { signIn } from './en/sign-in.ts'
import { grid } from './en/grid.ts'
import { cells } from './en/cells.ts'
import { api } from './en/api.ts'
import { home } from './en/home.ts'
import { map } from './en/map.ts'
import { plan } from './en/plan.ts'
import { reference } from './en/reference.ts'

const number = new Intl.NumberFormat('en')

/** The server's own sentences in another language; in this one they are as they should be. */
const said: Readonly<Record<string, string>> = {}

/** Everything that the UI says, in English. The other catalogues have the same keys. */
export const en = {
  said,
  operations,
  settings,
  webhooks,
  superusers,
  apiKeys,
  api,
  home,
  map,
  plan,
  reference,
  common: {
    email: 'E-mail',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    tryAgain: 'Try again',
    empty: 'empty',
    yes: 'True',
    no: 'False',
    more: (count: number) => `+${count}`,
  },
  errors: {
    unreachable: 'The server cannot be reached. Is it running?',
    tooMany: 'Too many tries. Wait a moment, then try again.',
    unknown: 'Something went wrong in this page. Reload it to go on.',
  },
  install: {
    title: 'Create your account',
    lead: 'This is the first account of this server. It can see and change everything, so choose a password that you use nowhere else.',
    repeat: 'Repeat the password',
    passwordHint: 'At least 8 characters.',
    submit: 'Create account',
    expiredTitle: 'This link is no longer valid',
    expiredLead:
      'The link works once, and for 30 minutes. To get a new one, restart the server, or create the account in a terminal:',
    signInInstead: 'Sign in instead',
  },
  signIn,
  links: {
    verifyTitle: 'Confirm your address',
    verifyLead: (email: string) =>
      email === ''
        ? 'One click shows that this address is yours.'
        : `One click shows that ${email} is yours.`,
    verifySubmit: 'Confirm my address',
    verifiedTitle: 'Your address is confirmed',
    verifiedLead: 'There is nothing more to do here.',
    resetTitle: 'Choose a new password',
    resetLead: (email: string) => (email === '' ? 'For your account.' : `For the account ${email}.`),
    resetNew: 'New password',
    resetRepeat: 'Repeat the new password',
    resetSubmit: 'Set the new password',
    resetDoneTitle: 'Your new password is set',
    resetDoneLead: 'You are signed out everywhere. Sign in again with the new password.',
    changeTitle: 'Confirm your new address',
    changeLead: (email: string) =>
      `Your password confirms that ${email} becomes the address of your account.`,
    changeSubmit: 'Confirm the new address',
    changedTitle: 'Your new address is confirmed',
    changedLead: 'You are signed out everywhere. Sign in again with the new address.',
    close: 'You can close this page and go back to the app.',
    spentTitle: 'This link is no longer valid',
    spentLead: 'It works once, for a short time, and only until something about the account changes.',
    spentHint: 'Go back to the app and ask for a new one.',
    oauthDoneTitle: 'You are signed in',
    oauthDoneLead: 'The app goes on in the window that you came from.',
    oauthFailedTitle: 'The sign-in did not work',
    oauthFailedLead: 'The app that started it no longer waits, or the other service has refused it.',
    oauthFailedHint: 'Close this window, go back to the app and try again.',
    closeWindow: 'You can close this window.',
  },
  shell: {
    collections: 'Collections',
    openCollections: 'Show collections',
    search: 'Search collections',
    nothingFound: (text: string) => `No collection is called “${text}”.`,
    system: 'System',
    account: 'Account and appearance',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    signOut: 'Sign out',
    skip: 'Skip to the content',
    notFoundTitle: 'There is no such page',
    notFoundLead: 'The address may be old or mistyped.',
    home: 'Go to the collections',
    noCollections: 'There are no collections yet.',
  },
  records: {
    count: (total: number) => (total === 1 ? '1 record' : `${number.format(total)} records`),
    countCapped: (shown: number, total: number) =>
      `first ${number.format(shown)} of ${number.format(total)} records`,
    filter: 'Filter records',
    filterExample: (example: string) => `Filter, for example ${example}`,
    clearFilter: 'Clear the filter',
    reload: 'Reload',
    types: { base: 'Base', auth: 'Auth', view: 'View' },
    sortBy: (name: string) => `Sort by ${name}`,
    emptyTitle: 'No records yet',
    emptyLead: 'Records that your app creates appear here. With the SDK, that is one line:',
    noMatchTitle: 'No record matches',
    noMatchLead: 'Nothing in this collection fits the filter.',
    brokenFilterTitle: 'The filter cannot be used',
    brokenFilterLead: 'Correct it above, then press Enter.',
    failedTitle: 'The records could not be loaded',
    missingTitle: (name: string) => `There is no collection “${name}”`,
    missingLead: 'It may have been renamed or deleted.',
  },
  record: {
    title: (collection: string) => `Record of ${collection}`,
    previous: 'Previous record',
    next: 'Next record',
    fields: 'Fields',
    json: 'JSON',
    missingTitle: 'This record is gone',
    missingLead: 'It may have been deleted meanwhile.',
  },
  collection,
  sections,
  editor,
  account,
  mine,
  grid,
  cells,
}

/** The shape of a catalogue: the same keys, any words. */
export type Messages = typeof en
