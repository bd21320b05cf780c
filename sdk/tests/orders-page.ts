/* A page in React, which react.test.ts runs in Chromium and docs/sdk.md shows. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createClient } from '@dapur/sdk'
import { recordsQuery, useAuth, useLive, useRecord, useRecords, useUpdate } from '@dapur/sdk/react'
import { createElement, type ReactElement } from 'react'

interface Order {
  id: string
  status: string
  total: number
}

interface Schema {
  orders: {
    record: Order
    create: { status: string; total?: number }
    update: { status?: string; total?: number; 'total+'?: number }
    expand: object
  }
  users: { record: { id: string; email: string }; create: object; update: object; expand: object }
}

const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })

/** The page, of the server that it comes from. */
export function ordersPage(url: string): ReactElement {
  const dapur = createClient<Schema>(url)
  const totals = (orders: readonly Order[] = []): string => orders.map(({ total }) => total).join(' ')
  const ahead = (): Promise<void> => queryClient.prefetchQuery(recordsQuery(dapur, 'orders', { page: 2 }))

  function Orders(): ReactElement {
    const session = useAuth(dapur)
    const { items, isReady } = useLive(dapur, 'orders', { sort: '-total' })
    const { data, error } = useRecords(dapur, 'orders', { filter: { status: 'open' }, sort: 'status' })
    const order = useRecord(dapur, 'orders', data?.items[0]?.id ?? '')

    const update = useUpdate(dapur, 'orders')
    const raise = (id: string): void => update.mutate({ id, input: { 'total+': 1 } })

    const shown = [
      session?.record.id ?? 'a guest',
      isReady ? totals(items) : '…',
      error?.message ?? totals(data?.items),
      order.data?.status ?? '…',
    ]
    return createElement(
      'main',
      { onClick: () => raise(order.data?.id ?? ''), onMouseEnter: () => void ahead() },
      shown.join(' · '),
    )
  }
  return createElement(QueryClientProvider, { client: queryClient }, createElement(Orders))
}
