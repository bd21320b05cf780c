import { useSortable } from '@dnd-kit/sortable'
import type { ChannelJson } from '@dapur/sdk'
import { clsx } from 'clsx'
import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { controlLook } from '../inputs/look.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { SortHandle } from '../parts/sort-handle.tsx'
import { ChannelRule } from './channel-rule.tsx'

interface ChannelLineProps {
  channel: ChannelJson
  /** By which the line is known while it moves. */
  lineKey: string
  /** Counted from 1. */
  place: number
  disabled: boolean
  problemOf: (key: keyof ChannelJson) => string | undefined
  onChange: (channel: ChannelJson) => void
  onRemove: () => void
}

/** One pattern of channels, with who may join and who may send. */
export function ChannelLine(props: ChannelLineProps): ReactNode {
  const { channel, lineKey, place, disabled, problemOf, onChange, onRemove } = props
  const { settings } = useMessages()
  const { channels } = settings
  const { setNodeRef, transform, transition, isDragging, ...handle } = useSortable({
    id: lineKey,
    disabled,
  })
  return (
    <li
      ref={setNodeRef}
      style={{ transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition }}
      className={clsx(
        'relative rounded-sheet border bg-surface-1 p-3',
        isDragging ? 'z-10 border-focus shadow-float' : 'border-line',
      )}
    >
      <fieldset disabled={disabled} className="flex min-w-0 flex-col gap-3.5">
        <legend className="sr-only">{channels.channel(place)}</legend>
        <div className="flex items-start gap-1">
          {!disabled && (
            <span className="mt-6.5">
              <SortHandle name={channel.pattern || channels.channel(place)} {...handle} />
            </span>
          )}
          <Field label={channels.pattern} problem={problemOf('pattern')} className="grow">
            {(control) => (
              <input
                {...control}
                value={channel.pattern}
                placeholder="order:*"
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => onChange({ ...channel, pattern: event.target.value })}
                className={controlLook(control['aria-invalid'], 'h-8.5 font-mono')}
              />
            )}
          </Field>
          {!disabled && (
            <IconButton label={channels.remove(place)} onClick={onRemove} className="mt-6.5">
              <Trash2 size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </div>
        {(['join', 'send'] as const).map((right) => (
          <ChannelRule
            key={right}
            right={right}
            place={place}
            rule={channel[right]}
            disabled={disabled}
            problem={problemOf(right)}
            onChange={(rule) => onChange({ ...channel, [right]: rule })}
          />
        ))}
      </fieldset>
    </li>
  )
}
