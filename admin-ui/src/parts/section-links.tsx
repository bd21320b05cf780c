import { Link, useRouterState } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { type Section, useSections } from '../sections.ts'

/** The ways to the pages beside the collections, all of them in sight. */
export function SectionLinks({ onChosen }: { onChosen?: () => void }): ReactNode {
  const { sections } = useMessages()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <nav aria-label={sections.label} className="shrink-0 border-t border-line px-3 py-2">
      <ul className="grid grid-cols-2 gap-px">
        {useSections().map((section) => {
          const { key, icon: Icon } = section
          const isHere = isAt(path, section)
          return (
            <li key={key}>
              <Link
                to={section.path}
                onClick={() => onChosen?.()}
                aria-current={isHere ? 'page' : undefined}
                className={clsx(
                  'flex h-8 items-center gap-2.5 rounded-control px-2 text-sm transition-colors duration-75',
                  isHere
                    ? 'bg-surface-3 font-medium text-text-1'
                    : 'text-text-2 hover:bg-surface-2 hover:text-text-1',
                )}
              >
                <Icon size={15} strokeWidth={1.75} aria-hidden className="shrink-0" />
                <span className="truncate">{sections[key]}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function isAt(path: string, { path: target }: Section): boolean {
  return target === '/' ? path === '/' : path.split('/')[1] === target.split('/')[1]
}
