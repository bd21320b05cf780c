import type { CollectionJson, FieldJson, RecordJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import type { Messages } from '../messages/en.ts'

/** How the values of a field type are typed in: one file a type. */
export interface FieldInput {
  /** What the input holds for a stored value; for a new record the value is undefined. */
  toDraft: (value: unknown, field: FieldJson) => unknown
  /** The keys of the body that say it; called only when the draft is not that of the stored value. */
  toBody: (draft: unknown, field: FieldJson, stored: unknown) => Record<string, unknown>
  /** Why the draft cannot even be sent. */
  problemOf?: (draft: unknown, messages: Messages) => string | undefined
  Input: (props: InputProps) => ReactNode
  /** Is the input one line, so that it fits into a cell of the grid? */
  isLine?: boolean
  /** How it is edited in a panel above a cell, for what is more than one line. */
  Panel?: (props: PanelProps) => ReactNode
  /** Is it several controls, which a label cannot name but a group can? */
  isGroup?: boolean
}

export interface InputProps {
  /** Of the control, for its label; of the label, with `-label`. */
  id: string
  field: FieldJson
  /** What `toDraft` or the last `onChange` gave. */
  draft: unknown
  onChange: (draft: unknown) => void
  isWrong: boolean
  describedBy: string | undefined
  collection: CollectionJson
  /** As it is stored; undefined for a new one. */
  record: RecordJson | undefined
}

export interface PanelProps extends InputProps {
  /** Undefined where it can only be looked at. */
  onSave: ((draft: unknown) => void) | undefined
}
