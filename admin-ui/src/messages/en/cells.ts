const number = new Intl.NumberFormat('en')

/** What is edited or looked at above a cell of the grid. */
export const cells = {
  compactRows: 'Compact rows',
  look: (name: string) => `Look into ${name}`,
  edit: 'Edit',
  view: 'View',
  save: 'Save',
  saveHint: 'Ctrl+Enter saves, Escape leaves it as it was.',
  copyValue: 'Copy the value',
  copyPath: 'Copy the path',
  pathHint: 'As filters and rules take it',
  firstMatches: (count: number) => `The first ${number.format(count)}. Type to find others.`,
  showMore: (count: number) => (count === 1 ? 'Show 1 more' : `Show ${number.format(count)} more`),
  values: (count: number) => (count === 1 ? '1 value' : `${number.format(count)} values`),
  chosen: (count: number) => (count === 1 ? '1 chosen' : `${number.format(count)} chosen`),
  atLeast: (count: number) => `at least ${number.format(count)}`,
  atMost: (count: number) => `at most ${number.format(count)}`,
  north: 'N',
  south: 'S',
  east: 'E',
  west: 'W',
}
