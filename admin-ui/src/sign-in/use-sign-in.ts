import { ApiError, type AuthMethodsJson } from '@dapur/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { methodsQuery } from './methods-query.ts'
import { type Way, waysOf } from './ways.ts'

/** A sign-in on its way: by what, how far, and how it was refused. */
export interface SignIn {
  /** What is asked for now. */
  readonly way: Way
  /** What could be asked for instead. */
  readonly others: readonly Way[]
  /** What was shown already, where a second proof is wanted. */
  readonly first: Way | undefined
  readonly email: string
  /** What the server says about its ways; undefined until it has. */
  readonly methods: AuthMethodsJson | undefined
  readonly error: unknown
  readonly isBusy: boolean
  readonly setEmail: (email: string) => void
  readonly take: (way: Way) => void
  /** Shows one proof: the person is in, or asked for a second one, or told what was wrong. */
  readonly prove: (proof: Proof) => Promise<void>
  /** Something on the way that proves nothing yet; says if it went well. */
  readonly attempt: (deed: () => Promise<unknown>) => Promise<boolean>
  readonly restart: () => void
}

/** Takes what the second proof has to bring along. */
export type Proof = (options: { mfaId?: string | undefined }) => Promise<unknown>

interface FirstProof {
  readonly way: Way
  readonly mfaId: string
}

/** @param onDone what to do once somebody is signed in */
export function useSignIn(onDone: () => void): SignIn {
  const { data: methods } = useQuery(methodsQuery)
  const [first, setFirst] = useState<FirstProof>()
  const [taken, setTaken] = useState<Way>()
  const [email, setEmail] = useState('')
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const ways = waysOf(methods, first?.way)
  const way = taken ?? ways[0] ?? 'password'

  const take = (next: Way | undefined): void => {
    setTaken(next)
    setError(undefined)
  }
  const attempt = async (deed: () => Promise<boolean>): Promise<boolean> => {
    setBusy(true)
    setError(undefined)
    try {
      return await deed()
    } catch (refusal) {
      setError(refusal)
      return false
    } finally {
      setBusy(false)
    }
  }
  const prove = async (proof: Proof): Promise<void> => {
    const isIn = await attempt(async () => {
      try {
        await proof({ mfaId: first?.mfaId })
        return true
      } catch (refusal) {
        if (!(refusal instanceof ApiError) || refusal.mfaId === undefined) throw refusal
        setFirst({ way, mfaId: refusal.mfaId })
        take(undefined)
        return false
      }
    })
    if (isIn) onDone()
  }
  return {
    way,
    others: ways.filter((other) => other !== way),
    first: first?.way,
    email,
    methods,
    error,
    isBusy,
    setEmail,
    take,
    prove,
    attempt: (deed) => attempt(() => deed().then(() => true)),
    restart: () => {
      setFirst(undefined)
      take(undefined)
    },
  }
}
