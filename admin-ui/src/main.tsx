import './styles/main.css'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { dapur, SUPERUSERS } from './dapur.ts'
import { hasStatus } from './explain.ts'
import { followLanguage } from './language.ts'
import { router } from './router.tsx'
import { methodsQuery } from './sign-in/methods-query.ts'
import { followTheme } from './theme.ts'

followTheme()
followLanguage()

const queries = new QueryClient({
  // The SDK repeats what can be repeated; a refusal is final.
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } },
  queryCache: new QueryCache({ onError: (error) => hasStatus(error, 401) && dapur.auth.clear() }),
})

dapur.auth.onChange((session) => {
  if (session) return
  // What one superuser has seen is not for the next one. How one signs in is for all, and may be asked for just now.
  const [open] = methodsQuery.queryKey
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== open })
  queries.getMutationCache().clear()
  // Here it was the person who left; elsewhere the server did, or another tab.
  if (router.state.location.pathname === '/sign-in') return
  // The links of mails are for everybody: whoever follows one is not here to be a superuser.
  if (router.state.location.pathname.startsWith('/auth/')) return
  const next = router.state.location.href
  void router.navigate({ to: '/sign-in', search: { next, ended: 'yes' }, replace: true })
})

if (dapur.auth.isValid) {
  // A refusal empties the store, which the listener above answers; anything else shows itself in the pages.
  dapur
    .collection(SUPERUSERS)
    .refresh()
    .catch(() => undefined)
}

const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
