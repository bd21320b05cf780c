import { type ReactNode, useRef } from 'react'
import { useMessages } from '../language.ts'
import { moved } from '../parts/moved.ts'
import { Sorting } from '../parts/sorting.tsx'
import { AddLine } from './add-line.tsx'
import { channelsIn, newChannel } from './channel-drafts.ts'
import { ChannelLine } from './channel-line.tsx'
import type { SettingListProps } from './setting-list.ts'
import { useLineKeys } from './use-line-keys.ts'

/** The channels that there are, by pattern; the first one that fits a name decides. */
export function ChannelList({ value, fixedBy, problemOf, onChange }: SettingListProps): ReactNode {
  const { settings } = useMessages()
  const { channels: words } = settings
  const list = useRef<HTMLDivElement>(null)
  const channels = channelsIn(value)
  const { keys, move, remove } = useLineKeys(channels.length)
  const isFixed = fixedBy !== undefined
  const problem = problemOf('')
  return (
    <div ref={list} className="flex min-w-0 flex-col gap-3">
      <p className="text-xs text-pretty text-text-3">{isFixed ? settings.fixed(fixedBy) : words.lead}</p>
      {channels.length > 0 && (
        <Sorting
          items={channels.map(({ pattern }, at) => ({
            key: keys[at] ?? '',
            name: pattern || words.channel(at + 1),
          }))}
          onMove={(from, to) => {
            move(from, to)
            onChange(moved(channels, from, to))
          }}
        >
          {channels.map((channel, at) => (
            <ChannelLine
              key={keys[at]}
              lineKey={keys[at] ?? ''}
              channel={channel}
              place={at + 1}
              disabled={isFixed}
              problemOf={(key) => problemOf(`${at}.${key}`)}
              onChange={(changed) => onChange(channels.with(at, changed))}
              onRemove={() => {
                remove(at)
                onChange(channels.toSpliced(at, 1))
              }}
            />
          ))}
        </Sorting>
      )}
      {channels.length === 0 && <p className="text-sm text-text-3">{words.none}</p>}
      {problem !== undefined && (
        <p data-problem className="text-xs text-danger">
          {problem}
        </p>
      )}
      {!isFixed && (
        <AddLine list={list} onAdd={() => onChange([...channels, newChannel])}>
          {words.add}
        </AddLine>
      )}
    </div>
  )
}
