import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { dapur, isKitchen } from './dapur.ts'
import { Kitchen } from './kitchen.tsx'
import { Menu } from './menu.tsx'
import { MyOrders } from './my-orders.tsx'
import { SignIn } from './sign-in.tsx'
import './style.css'
import { useIsCut } from './use-is-cut.ts'
import { useIsOpen } from './use-is-open.ts'
import { useSession } from './use-session.ts'

const { pathname, search } = location

function App(): ReactNode {
  const session = useSession()
  const isOpen = useIsOpen()
  const isCut = useIsCut()
  return (
    <>
      <header className="top">
        <h1>Warung Bu Sri</h1>
        <p className={isOpen ? 'state open' : 'state'} role="status">
          {isOpen ? 'The kitchen is open' : 'The kitchen is closed'}
        </p>
        <nav aria-label="Pages">
          {!isKitchen && <PageLink to="/" title="Menu" />}
          {!isKitchen && <PageLink to="/orders" title="My orders" />}
          {session && <button onClick={() => dapur.auth.clear()}>Sign out</button>}
        </nav>
      </header>
      {isCut && <p className="cut">No connection. What you see may be old; it comes right by itself.</p>}
      <main>{pathname === '/' ? <Menu /> : session ? <OwnScreen /> : <SignIn />}</main>
    </>
  )
}

function OwnScreen(): ReactNode {
  return isKitchen ? <Kitchen /> : <MyOrders />
}

function PageLink({ to, title }: { to: string; title: string }): ReactNode {
  return (
    <a href={to + search} aria-current={pathname === to ? 'page' : undefined}>
      {title}
    </a>
  )
}

const root = document.querySelector('#root')
if (root) createRoot(root).render(<App />)
