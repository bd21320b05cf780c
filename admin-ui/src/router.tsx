import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { dapur } from './dapur.ts'
import { CrashPage } from './pages/crash-page.tsx'
import { ConfirmEmailChangePage } from './pages/confirm-email-change-page.tsx'
import { ConfirmPasswordResetPage } from './pages/confirm-password-reset-page.tsx'
import { ConfirmVerificationPage } from './pages/confirm-verification-page.tsx'
import { InstallPage } from './pages/install-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { OAuth2FailurePage, OAuth2SuccessPage } from './pages/oauth2-redirect-page.tsx'
import { RecordsPage } from './pages/records-page.tsx'
import { Shell } from './pages/shell.tsx'
import { SignInPage } from './pages/sign-in-page.tsx'

/** Only texts are taken from the address; anything else is dropped. */
function textsOf<Key extends string>(
  search: Record<string, unknown>,
  ...keys: readonly Key[]
): { [K in Key]?: string | undefined } {
  const texts: { [K in Key]?: string | undefined } = {}
  for (const key of keys) {
    const value = search[key]
    if (typeof value === 'number' || typeof value === 'boolean') texts[key] = String(value)
    else if (typeof value === 'string' && value !== '') texts[key] = value
  }
  return texts
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search) => textsOf(search, 'next', 'ended'),
  component: SignInPage,
})

const install = createRoute({
  getParentRoute: () => rootRoute,
  path: '/install/$token',
  component: InstallPage,
})

/** The address that PocketBase prints. */
const pbInstall = createRoute({
  getParentRoute: () => rootRoute,
  path: '/pbinstall/$token',
  component: InstallPage,
})

/** Where the links of the default mails lead, and where `/api/oauth2-redirect` does: for the users of an app. */
const visitors = createRoute({ getParentRoute: () => rootRoute, path: '/auth', component: Outlet })

const visits = [
  createRoute({
    getParentRoute: () => visitors,
    path: '/confirm-verification/$token',
    component: ConfirmVerificationPage,
  }),
  createRoute({
    getParentRoute: () => visitors,
    path: '/confirm-password-reset/$token',
    component: ConfirmPasswordResetPage,
  }),
  createRoute({
    getParentRoute: () => visitors,
    path: '/confirm-email-change/$token',
    component: ConfirmEmailChangePage,
  }),
  createRoute({
    getParentRoute: () => visitors,
    path: '/oauth2-redirect-success',
    component: OAuth2SuccessPage,
  }),
  createRoute({
    getParentRoute: () => visitors,
    path: '/oauth2-redirect-failure',
    component: OAuth2FailurePage,
  }),
]

const shell = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: ({ location }) => {
    if (dapur.auth.isValid) return
    const next = location.href === '/' ? {} : { next: location.href }
    // A session that is still there has run out by the clock.
    const ended = dapur.auth.session ? { ended: 'yes' } : {}
    redirect({ to: '/sign-in', search: { ...next, ...ended }, replace: true, throw: true })
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home-page.tsx'), 'HomePage'),
})

const records = createRoute({
  getParentRoute: () => shell,
  path: '/collections/$name',
  validateSearch: (search) => textsOf(search, 'filter', 'sort', 'record', 'new', 'copy', 'tab', 'import'),
  component: RecordsPage,
})

const editCollection = createRoute({
  getParentRoute: () => shell,
  path: '/collections/$name/edit',
  validateSearch: (search) => textsOf(search, 'tab'),
  component: lazyRouteComponent(() => import('./pages/edit-collection-page.tsx'), 'EditCollectionPage'),
})

const newCollection = createRoute({
  getParentRoute: () => shell,
  path: '/new-collection',
  validateSearch: (search) => textsOf(search, 'tab', 'type'),
  component: lazyRouteComponent(() => import('./pages/new-collection-page.tsx'), 'NewCollectionPage'),
})

const logs = createRoute({
  getParentRoute: () => shell,
  path: '/logs',
  validateSearch: (search) => textsOf(search, 'level', 'text', 'from', 'to', 'log'),
  component: lazyRouteComponent(() => import('./pages/logs-page.tsx'), 'LogsPage'),
})

const jobs = createRoute({
  getParentRoute: () => shell,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./pages/jobs-page.tsx'), 'JobsPage'),
})

const backups = createRoute({
  getParentRoute: () => shell,
  path: '/backups',
  component: lazyRouteComponent(() => import('./pages/backups-page.tsx'), 'BackupsPage'),
})

const sql = createRoute({
  getParentRoute: () => shell,
  path: '/sql',
  component: lazyRouteComponent(() => import('./pages/sql-page.tsx'), 'SqlPage'),
})

const api = createRoute({
  getParentRoute: () => shell,
  path: '/api',
  validateSearch: (search) => textsOf(search, 'collection', 'op', 'as', 'tab'),
  component: lazyRouteComponent(() => import('./pages/api-page.tsx'), 'ApiPage'),
})

const map = createRoute({
  getParentRoute: () => shell,
  path: '/map',
  component: lazyRouteComponent(() => import('./pages/map-page.tsx'), 'MapPage'),
})

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account-page.tsx'), 'AccountPage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./pages/settings-page.tsx'), 'SettingsPage'),
})

/** For guests too: it shows them what they may do. `/_/reference` leads here. */
const reference = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reference',
  validateSearch: (search) => textsOf(search, 'op', 'as'),
  component: lazyRouteComponent(() => import('./pages/reference-page.tsx'), 'ReferencePage'),
})

/** The parts of the design system, for those who work on them: no build for users has the page. */
const design = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => shell,
        path: '/design',
        component: lazyRouteComponent(() => import('./pages/design-page.tsx'), 'DesignPage'),
      }),
    ]
  : []

/** All pages. The part after `#` is the address, so that the server needs to know only `/_/`. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signIn,
    install,
    pbInstall,
    visitors.addChildren(visits),
    reference,
    shell.addChildren([
      home,
      records,
      editCollection,
      newCollection,
      logs,
      jobs,
      backups,
      sql,
      map,
      api,
      account,
      settings,
      ...design,
    ]),
  ]),
  history: createHashHistory(),
  defaultErrorComponent: CrashPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
