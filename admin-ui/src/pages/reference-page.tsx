import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, CircleHelp, Menu, Unplug } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { dapur } from '../dapur.ts'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { IconButton } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Mark } from '../parts/mark.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { operationsOf } from '../reference/api-document.ts'
import { documentQuery } from '../reference/document-query.ts'
import { inWords } from '../reference/in-words.ts'
import { OperationList } from '../reference/operation-list.tsx'
import { OperationView } from '../reference/operation-view.tsx'
import { Overview } from '../reference/overview.tsx'

const route = getRouteApi('/reference')

/** The API of this server for whoever looks: a superuser, or a guest. The open operation is in the address. */
export function ReferencePage(): ReactNode {
  const messages = useMessages()
  const { reference, said } = messages
  const { op, as } = route.useSearch()
  const [isListOpen, setListOpen] = useState(false)
  const token = dapur.auth.isValid && as !== 'guest' ? dapur.auth.session?.token : undefined
  const { data, error } = useQuery(documentQuery(token))
  const operations = useMemo(
    () => (data ? operationsOf(data).map((operation) => inWords(operation, said)) : []),
    [data, said],
  )
  const operation = operations.find(({ id }) => id === op)
  return (
    <div className="flex h-full flex-col">
      <Header isGuest={token === undefined} onOpenList={() => setListOpen(true)} />
      <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] wide:grid-cols-[288px_minmax(0,1fr)]">
        <aside className="hidden min-h-0 border-r border-line wide:flex">
          {data && <OperationList operations={operations} openId={op} />}
        </aside>
        <main
          key={op ?? ''}
          className="min-h-0 min-w-0 overflow-y-auto bg-surface-1 focus-visible:-outline-offset-2"
        >
          {error && <EmptyState icon={Unplug} title={reference.title} lead={explain(error, messages)} />}
          {!data && !error && <Waiting />}
          {data && operation && (
            <OperationView operation={operation} schemas={data.components.schemas} token={token} />
          )}
          {data && !operation && op !== undefined && (
            <EmptyState icon={CircleHelp} title={op} lead={reference.unknown} />
          )}
          {data && op === undefined && <Overview operations={operations} />}
        </main>
      </div>
      {isListOpen && (
        <Sheet label={reference.operations} side="left" onClose={() => setListOpen(false)}>
          <OperationList operations={operations} openId={op} onChosen={() => setListOpen(false)} />
        </Sheet>
      )}
    </div>
  )
}

function Waiting(): ReactNode {
  return (
    <div className="px-8 pt-8">
      <Skeleton />
    </div>
  )
}

function Header({ isGuest, onOpenList }: { isGuest: boolean; onOpenList: () => void }): ReactNode {
  const { reference } = useMessages()
  const navigate = route.useNavigate()
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
      <IconButton label={reference.openOperations} onClick={onOpenList} className="-ml-2 wide:hidden">
        <Menu size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Link to="/reference" search={({ as }) => ({ as })} className="flex min-w-0 items-center gap-2.5">
        <span className="shrink-0 text-accent-text">
          <Mark size={22} />
        </span>
        <h1 className="truncate text-lg font-semibold tracking-tight">{reference.title}</h1>
      </Link>
      <span className="grow" />
      {dapur.auth.isValid && (
        <>
          <span className="hidden sm:inline-flex">
            <Segmented
              label={reference.whose}
              value={isGuest ? 'guest' : 'superuser'}
              options={[
                ['superuser', reference.asSuperuser],
                ['guest', reference.asGuest],
              ]}
              onPick={(who) =>
                void navigate({
                  search: (now) => ({ ...now, as: who === 'guest' ? 'guest' : undefined }),
                  replace: true,
                })
              }
            />
          </span>
          <Link
            to="/"
            className="flex h-8.5 shrink-0 items-center gap-1.5 rounded-control px-2 text-sm text-text-2 hover:bg-surface-2 hover:text-text-1"
          >
            <ArrowLeft size={14} strokeWidth={1.75} aria-hidden />
            {reference.back}
          </Link>
        </>
      )}
    </header>
  )
}
