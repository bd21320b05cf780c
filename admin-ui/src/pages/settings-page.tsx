import type { ReactNode } from 'react'
import { Frame } from '../operations/frame.tsx'

export function SettingsPage(): ReactNode {
  return <Frame title="Settings">{null}</Frame>
}
