import { createChoice } from './choice.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What the person wants; `public/theme.js` reads the same entry before the first paint. */
export const theme = createChoice<Theme>('dapur_theme', themes, 'system')

/** Keeps `<html data-theme>` in step with the choice and with the system. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => {
    const isDark = theme.get() === 'dark' || (theme.get() === 'system' && system.matches)
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }
  theme.subscribe(apply)
  system.addEventListener('change', apply)
  apply()
}
