import { ApiError } from './error.ts'
import type { Incoming } from './line.ts'
import type { ClientFrame } from './frames.ts'

/** What those who share the line may do with it. */
export interface LineAccess {
  readonly isOpen: boolean
  /** Where errors say that they come from. */
  readonly url: string
  /** Says it now; what is said while there is no connection is lost. */
  send(frame: ClientFrame): void
  /** Connects, unless it does already. */
  wake(): void
  /** Closes the line when nobody needs it any more. */
  rest(): void
}

/** One kind of what goes over the line. */
export interface LinePart {
  /** How much there is of it: with nothing at all, the line is closed. */
  readonly size: number
  /** The line stands, maybe anew, and is signed in. */
  opened(): void
  /** Somebody else is signed in. */
  signedIn(): void
  /** The line is gone for now. */
  closed(): void
  /** A frame, which may be for another part. */
  hear(frame: Incoming): void
}

/** What the server says no with. */
export function errorOfFrame(frame: Extract<Incoming, { type: 'error' }>, url: string): ApiError {
  const { status, message, data, code = `http_${status}` } = frame
  return new ApiError({ status, code, message, data, url })
}

/** Hands an error to who listens for it; else it is seen by window.onerror, and fatal in Node. */
export function report(error: ApiError, onError: ((error: ApiError) => void) | undefined): void {
  if (onError) return onError(error)
  queueMicrotask(() => {
    throw error
  })
}

/** Can asking again be answered otherwise, once somebody else is signed in? */
export function maySucceedLater({ status }: ApiError): boolean {
  return status !== 400 && status !== 404
}
