/** What the preview of a mail says. */
export const preview = {
  title: 'Preview',
  show: 'Show a preview',
  hide: 'Hide the preview',
  frame: 'Text of the mail',
  help: 'With sample values, plainly laid out. Links do not work here; styles of your own and pictures from elsewhere show in the mail only.',
  unknown: (names: string) => `Nothing fills ${names}: people would read it as it stands.`,
  missing: {
    '{TOKEN}': 'The text lacks {TOKEN}: without it, its link leads nowhere.',
    '{OTP}': 'The mail lacks {OTP}: without it, nobody gets a code.',
  },
}
