import { useEffect, useState } from 'react'

/** A value that follows another one once that has been still for a moment, in milliseconds. */
export function useLate<T>(value: T, ms = 150): T {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return late
}
