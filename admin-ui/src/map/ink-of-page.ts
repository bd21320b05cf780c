import type { Ink } from './svg-of.ts'

/** The colours of the theme that is on the page, in a form that every program for drawings knows. */
export function inkOfPage(): Ink {
  return {
    ground: colour('surface-0'),
    card: colour('surface-1'),
    line: colour('line'),
    text: colour('text-1'),
    faint: colour('text-3'),
    arrow: colour('text-3'),
  }
}

/** Most programs do not know `oklch()`; a canvas tells what it is on a screen. */
function colour(role: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim()
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return value
  pen.fillStyle = value
  pen.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
