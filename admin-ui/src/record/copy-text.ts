import { tell } from './notes.ts'

/** Puts a text on the clipboard and says so, or why it cannot. */
export async function copyText(text: string, words: { copied: string; cannotCopy: string }): Promise<void> {
  // Over http there is no clipboard, except on this machine.
  if (!('clipboard' in navigator)) return tell({ text: words.cannotCopy, kind: 'wrong' })
  await navigator.clipboard.writeText(text)
  tell({ text: words.copied, kind: 'done' })
}
