// Before the first paint: the stored theme, else the system's. src/theme.ts takes over from there.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('dapur_theme')
  } catch {
    // Storage is blocked: the system decides.
  }
  const isDark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
})()
