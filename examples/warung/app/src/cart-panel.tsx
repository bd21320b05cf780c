import { type FormEvent, type ReactNode, useState } from 'react'
import type { DishesRecord } from '../../dapur.d.ts'
import { emptyCart, useCart } from './cart.ts'
import { placeOrder, reasonOf } from './place-order.ts'
import { readForm } from './read-form.ts'
import { rupiah } from './rupiah.ts'
import { SignIn } from './sign-in.tsx'
import { Stepper } from './stepper.tsx'
import { useSession } from './use-session.ts'

/** What is in the cart, and the way to order it. */
export function CartPanel({ dishes }: { dishes: readonly DishesRecord[] }): ReactNode {
  const { counts } = useCart()
  const session = useSession()
  const lines = dishes.filter(({ id }) => id in counts)
  // For the eye only: what is paid is the total that comes back.
  const sum = lines.reduce((total, { id, price }) => total + price * (counts[id] ?? 0), 0)
  return (
    <aside id="cart" className="cart" aria-label="Your order">
      <h2>Your order</h2>
      {lines.length === 0 && <p className="empty">Choose something good.</p>}
      <ul>
        {lines.map(({ id, name, price, isSoldOut }) => (
          <li key={id} className={isSoldOut ? 'gone' : ''}>
            <span lang="id">{name}</span>
            <span>{isSoldOut ? 'Sold out' : rupiah(price * (counts[id] ?? 0))}</span>
            <Stepper id={id} name={name} count={counts[id] ?? 0} />
          </li>
        ))}
      </ul>
      {lines.length > 0 && (
        <p className="total">
          Sum <b>{rupiah(sum)}</b>
        </p>
      )}
      {session && lines.length > 0 && <OrderForm guest={session.record.id} />}
      {!session && <SignIn />}
    </aside>
  )
}

function OrderForm({ guest }: { guest: string }): ReactNode {
  const cart = useCart()
  const [isBusy, setBusy] = useState(false)
  const [complaint, setComplaint] = useState('')

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const { table = '', note = '' } = readForm(event.currentTarget)
    setBusy(true)
    try {
      await placeOrder(cart, { guest, table: Number(table), note })
      emptyCart()
      location.assign(`/orders${location.search}`)
    } catch (error) {
      setBusy(false)
      setComplaint(reasonOf(error))
    }
  }

  return (
    <form onSubmit={(event) => void send(event)}>
      <label>
        Table
        <select name="table" defaultValue={new URLSearchParams(location.search).get('table') ?? '1'}>
          {Array.from({ length: 12 }, (_, index) => (
            <option key={index}>{index + 1}</option>
          ))}
        </select>
      </label>
      <label>
        Note for the kitchen
        <input name="note" maxLength={200} placeholder="Not too hot" />
      </label>
      {complaint && <p role="alert">{complaint}</p>}
      <button className="main" disabled={isBusy}>
        {isBusy ? 'Sending …' : 'Order'}
      </button>
    </form>
  )
}
