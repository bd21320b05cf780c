import { useNavigate } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'

/** An address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  const { shell } = useMessages()
  const navigate = useNavigate()
  return (
    <main className="flex min-h-full">
      <EmptyState icon={Compass} title={shell.notFoundTitle} lead={shell.notFoundLead}>
        <Button onClick={() => void navigate({ to: '/' })}>{shell.home}</Button>
      </EmptyState>
    </main>
  )
}
