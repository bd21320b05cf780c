/** The columns of the rules, which their headings share. */
export const ruleColumns = 'grid gap-2 sm:grid-cols-[minmax(0,1fr)_9rem_6rem_5.5rem_2.125rem]'
