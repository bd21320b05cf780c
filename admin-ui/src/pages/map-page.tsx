import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Unplug, Workflow } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { diagramOf } from '../map/diagram.ts'
import { Frame } from '../operations/frame.tsx'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Switch } from '../parts/switch.tsx'
import { collectionsQuery } from '../queries.ts'

const MapCanvas = lazy(async () => ({ default: (await import('../map/map-canvas.tsx')).MapCanvas }))

/** All collections and how they point to each other. */
export function MapPage(): ReactNode {
  const messages = useMessages()
  const { map, sections } = messages
  const navigate = useNavigate()
  const [hasSystem, setHasSystem] = useState(false)
  const { data: collections, error } = useQuery(collectionsQuery)
  const diagram = useMemo(() => collections && diagramOf(collections, hasSystem), [collections, hasSystem])
  return (
    <Frame
      title={map.title}
      actions={<Switch label={map.system} checked={hasSystem} onChange={setHasSystem} />}
    >
      {error && <EmptyState icon={Unplug} title={map.failed} lead={explain(error, messages)} />}
      {diagram?.cards.length === 0 && (
        <EmptyState icon={Workflow} title={map.emptyTitle} lead={map.emptyLead}>
          <Button onClick={() => void navigate({ to: '/new-collection' })}>{sections.newCollection}</Button>
        </EmptyState>
      )}
      {diagram && diagram.cards.length > 0 && (
        <Suspense>
          <MapCanvas key={keyOf(diagram)} diagram={diagram} />
        </Suspense>
      )}
    </Frame>
  )
}

/** Other cards make another drawing: places are found for all of them. */
function keyOf({ cards }: ReturnType<typeof diagramOf>): string {
  return cards.map(({ id, rows }) => `${id}${rows.length}`).join(' ')
}
