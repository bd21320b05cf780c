import { createContext, useContext } from 'react'

/** Given by the shell. */
export const OpenPalette = createContext<() => void>(() => undefined)

/** Opens the palette of commands. */
export function useOpenPalette(): () => void {
  return useContext(OpenPalette)
}
