import { useEffect, useState } from 'react'
import { dapur, isKitchen } from './dapur.ts'
import { useSession } from './use-session.ts'

/**
 * Does somebody cook? Who is signed in at the kitchen's screen is seen on the channel, and the server says who that is:
 * a guest that shows itself there is not taken for a cook.
 */
export function useIsOpen(): boolean {
  const [isOpen, setOpen] = useState(false)
  const session = useSession()
  const cook = isKitchen ? session?.record['name'] : undefined
  useEffect(() => {
    const channel = dapur.channel('kitchen', {
      presence: cook ? { cook } : undefined,
      onPresence: (members) => setOpen(members.some(({ actor }) => actor?.collection === 'staff')),
    })
    return () => channel.leave()
  }, [cook])
  return isOpen
}
