import type { ReactNode } from 'react'
import type { DishesRecord } from '../../dapur.d.ts'
import { setCount, useCart } from './cart.ts'
import { CartPanel } from './cart-panel.tsx'
import { dapur } from './dapur.ts'
import { rupiah } from './rupiah.ts'
import { Stepper } from './stepper.tsx'
import { useLive } from './use-live.ts'

/** The dishes by category, and the cart beside them. */
export function Menu(): ReactNode {
  const dishes = useLive('dishes', { sort: 'place' })
  const { counts } = useCart()
  if (!dishes) return null
  const categories = [...Map.groupBy(dishes, ({ category }) => category)]
  const chosen = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <div className="menu">
      <nav className="chips" aria-label="Categories">
        {categories.map(([category]) => (
          <a key={category} href={`#${anchorOf(category)}`} lang="id">
            {category}
          </a>
        ))}
      </nav>
      <div className="courses">
        {categories.map(([category, served]) => (
          <section key={category} id={anchorOf(category)} aria-label={category}>
            <h2 lang="id">{category}</h2>
            <ul className="dishes">
              {served.map((dish) => (
                <Dish key={dish.id} dish={dish} count={counts[dish.id] ?? 0} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {chosen > 0 && (
        <a className="to-cart main" href="#cart">
          See your order · {chosen} {chosen === 1 ? 'dish' : 'dishes'}
        </a>
      )}
      <CartPanel dishes={dishes} />
    </div>
  )
}

function anchorOf(category: string): string {
  return category.toLowerCase().replaceAll(/\W+/g, '-')
}

function Dish({ dish, count }: { dish: DishesRecord; count: number }): ReactNode {
  const { id, name, about, price, isSoldOut } = dish
  return (
    <li className={isSoldOut ? 'dish gone' : 'dish'}>
      <img src={dapur.files.url(dish, dish.picture)} alt="" width="320" height="240" loading="lazy" />
      <h3 lang="id">{name}</h3>
      <p>{about}</p>
      <strong>{rupiah(price)}</strong>
      {isSoldOut ? (
        <em>Sold out</em>
      ) : count === 0 ? (
        <button onClick={() => setCount(id, 1)} aria-label={`Add ${name}`}>
          Add
        </button>
      ) : (
        <Stepper id={id} name={name} count={count} />
      )}
    </li>
  )
}
