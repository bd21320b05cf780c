import { Menu } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { useOpenSidebar } from '../pages/shell.tsx'
import { IconButton } from '../parts/button.tsx'
import { useTitle } from '../use-title.ts'

interface FrameProps {
  title: string
  /** Buttons at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page under its title; what is in it scrolls where it wants to. */
export function Frame({ title, actions, children }: FrameProps): ReactNode {
  const { shell } = useMessages()
  const openSidebar = useOpenSidebar()
  useTitle(title)
  return (
    <>
      <header className="flex h-14 shrink-0 items-center gap-3 px-4 sm:px-6">
        <IconButton label={shell.openCollections} onClick={openSidebar} className="-ml-2 wide:hidden">
          <Menu size={18} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{title}</h1>
        <span className="grow" />
        {actions}
      </header>
      {children}
    </>
  )
}
