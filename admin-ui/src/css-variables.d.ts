import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Variables of our own, read by the style sheets. */
    [variable: `--${string}`]: string | number | undefined
  }
}
