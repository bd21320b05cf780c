import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { type LucideIcon, Moon, Pencil, Plus, Search, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { CollectionIcon } from '../parts/collection-icon.tsx'
import { collectionsQuery } from '../queries.ts'
import { useSections } from '../sections.ts'
import { theme } from '../theme.ts'
import { useModal } from '../parts/use-modal.ts'

/** Everything that can be gone to, by a few letters of its name. */
export function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const { sections } = useMessages()
  const dialog = useModal({ takesFocus: false })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      aria-label={sections.palette}
      className="dialog palette"
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      // What is typed here is for nobody else.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <Command label={sections.palette} loop className="flex min-h-0 flex-col">
        <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
          <Search size={16} strokeWidth={1.75} aria-hidden className="text-text-3" />
          <Command.Input
            placeholder={sections.paletteHint}
            className="h-full min-w-0 grow bg-transparent text-base outline-none placeholder:text-text-3"
          />
          <kbd className="rounded-control border border-line px-1.5 font-mono text-xs text-text-3">Esc</kbd>
        </div>
        <Command.List label={sections.palette} className="min-h-0 overflow-y-auto p-2">
          <Command.Empty className="px-2.5 py-6 text-center text-sm text-text-3">
            {sections.paletteNothing}
          </Command.Empty>
          <Commands onClose={onClose} />
        </Command.List>
      </Command>
    </dialog>
  )
}

const groupLook =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-text-3'

function Commands({ onClose }: { onClose: () => void }): ReactNode {
  const { sections, shell, collection } = useMessages()
  const navigate = useNavigate()
  const { data = [] } = useQuery(collectionsQuery)
  // One's own first.
  const collections = data.toSorted((one, other) => Number(one.system) - Number(other.system))
  const go = (to: string): void => {
    onClose()
    void navigate({ to })
  }
  const at = (name: string): string => `/collections/${encodeURIComponent(name)}`
  return (
    <>
      <Command.Group heading={sections.records} className={groupLook}>
        {collections.map(({ id, name, type }) => (
          <Line
            key={id}
            value={`${sections.records} ${name}`}
            icon={<CollectionIcon type={type} size={15} />}
            words={name}
            onSelect={() => go(at(name))}
          />
        ))}
      </Command.Group>
      <Command.Group heading={sections.pages} className={groupLook}>
        {useSections().map(({ key, path, icon }) => (
          <Line key={key} icon={<Symbol of={icon} />} words={sections[key]} onSelect={() => go(path)} />
        ))}
        <Line
          icon={<Symbol of={Plus} />}
          words={sections.newCollection}
          onSelect={() => go('/new-collection')}
        />
      </Command.Group>
      <Command.Group heading={sections.editors} className={groupLook}>
        {collections.map(({ id, name }) => (
          <Line
            key={id}
            value={`${collection.edit} ${name}`}
            icon={<Symbol of={Pencil} />}
            words={name}
            onSelect={() => go(`${at(name)}/edit`)}
          />
        ))}
      </Command.Group>
      <Command.Group heading={sections.appearance} className={groupLook}>
        {(['light', 'dark'] as const).map((look) => (
          <Line
            key={look}
            value={`${sections.appearance} ${shell.themes[look]}`}
            icon={<Symbol of={look === 'light' ? Sun : Moon} />}
            words={shell.themes[look]}
            onSelect={() => {
              theme.set(look)
              onClose()
            }}
          />
        ))}
      </Command.Group>
    </>
  )
}

interface LineProps {
  /** What is searched, where the words alone would not tell two lines apart. */
  value?: string
  icon: ReactNode
  words: string
  onSelect: () => void
}

function Line({ value, icon, words, onSelect }: LineProps): ReactNode {
  return (
    <Command.Item
      value={value ?? words}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-3 rounded-control px-2.5 text-sm text-text-2 select-none data-[selected=true]:bg-surface-2 data-[selected=true]:text-text-1"
    >
      {icon}
      <span className="min-w-0 truncate">{words}</span>
    </Command.Item>
  )
}

function Symbol({ of: Icon }: { of: LucideIcon }): ReactNode {
  return <Icon size={15} strokeWidth={1.75} aria-hidden className="shrink-0" />
}
