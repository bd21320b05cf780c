import { KeyRound } from 'lucide-react'
import type { FieldView } from './field-view.ts'

/** A password never leaves the server: dots stand for it. */
export const password: FieldView = {
  icon: KeyRound,
  hue: 40,
  width: 104,
  grow: 0,
  Cell: () => <span className="text-text-3">••••••••</span>,
}
