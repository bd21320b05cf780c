import { Outlet } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useMessages } from '../language.ts'
import { PaletteHost } from '../palette/palette-host.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Sidebar } from '../parts/sidebar.tsx'
import { NotesHost } from '../record/notes-host.tsx'

const OpenSidebar = createContext<() => void>(() => undefined)

/** Shows the collections on screens where they are not always in sight. */
export function useOpenSidebar(): () => void {
  return useContext(OpenSidebar)
}

/** The frame of every page after sign-in: the collections at the left, a sheet on narrow screens. */
export function Shell(): ReactNode {
  const { shell } = useMessages()
  const [isOpen, setOpen] = useState(false)
  return (
    <OpenSidebar value={() => setOpen(true)}>
      <PaletteHost>
        <a
          href="#content"
          onClick={skipToContent}
          className="absolute -top-12 left-2 z-10 rounded-control bg-accent px-3 py-2 text-sm text-on-accent focus:top-2"
        >
          {shell.skip}
        </a>
        <div className="grid h-full grid-cols-[minmax(0,1fr)] wide:grid-cols-[256px_minmax(0,1fr)]">
          <aside className="hidden min-h-0 border-r border-line wide:flex">
            <Sidebar />
          </aside>
          <main
            id="content"
            tabIndex={-1}
            className="flex min-h-0 min-w-0 flex-col bg-surface-1 outline-none"
          >
            <Outlet />
          </main>
        </div>
        {isOpen && (
          <Sheet label={shell.collections} side="left" onClose={() => setOpen(false)}>
            <Sidebar onChosen={() => setOpen(false)} />
          </Sheet>
        )}
        <NotesHost />
      </PaletteHost>
    </OpenSidebar>
  )
}

/** The address after `#` belongs to the router, so the jump is made by hand. */
function skipToContent(event: React.MouseEvent): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#content')?.focus()
}
