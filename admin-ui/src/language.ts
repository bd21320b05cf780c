import { createChoice, useChoice } from './choice.ts'
import { en, type Messages } from './messages/en.ts'
import { id } from './messages/id.ts'

const catalogues = { en, id } as const satisfies Record<string, Messages>
export type Language = keyof typeof catalogues

/** The languages, each under the name that it gives itself. Another one is one file and one line here. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', id: 'Bahasa Indonesia' }

export const language = createChoice<Language>(
  'dapur_language',
  ['en', 'id'],
  navigator.language.startsWith('id') ? 'id' : 'en',
)

/** Keeps `<html lang>` in step, for screen readers and hyphenation. */
export function followLanguage(): void {
  const apply = (): void => {
    document.documentElement.lang = language.get()
  }
  language.subscribe(apply)
  apply()
}

/** Everything that the UI says, in the chosen language. */
export function useMessages(): Messages {
  return catalogues[useChoice(language)]
}
