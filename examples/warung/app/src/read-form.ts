/** What was typed into a form, by the names of its fields. */
export function readForm(form: HTMLFormElement): Partial<Record<string, string>> {
  const texts = [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
  return Object.fromEntries(texts)
}
