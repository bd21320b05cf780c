import { confirmEmailChange } from '../../auth/email-change.ts'
import { requestEmailChange } from '../../auth/email-change-request.ts'
import { requestOtp } from '../../auth/otp-request.ts'
import { confirmPasswordReset, requestPasswordReset } from '../../auth/recovery.ts'
import { signIn } from '../../auth/sign-in.ts'
import { confirmVerification, type FormRequest, requestVerification } from '../../auth/verification.ts'
import type { Ask } from '../../records/request.ts'
import { readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serve } from '../route.ts'

type Step = (house: HttpHouse, request: FormRequest, ask: Ask) => Promise<string | void>

/** By the last part of the address; those that answer nothing are 204. */
const steps: Readonly<Record<string, Step>> = {
  'request-otp': requestOtp,
  'auth-with-otp': (house, request, ask) => signIn(house, ask, { ...request, method: 'otp' }),
  'request-verification': requestVerification,
  'confirm-verification': confirmVerification,
  'request-password-reset': requestPasswordReset,
  'confirm-password-reset': confirmPasswordReset,
  'request-email-change': (house, request, ask) => requestEmailChange(house, ask, request),
  'confirm-email-change': confirmEmailChange,
}

/** What goes by mail: contract services.md §2.6, §2.8. */
export function authMailRoutes(app: HttpApp, house: HttpHouse): void {
  for (const [name, step] of Object.entries(steps)) {
    app.post(
      `/api/collections/:collection/${name}`,
      serve(house, async (exchange, ask) => {
        const collection = exchange.req.param('collection') ?? ''
        const text = await step(house, { collection, body: await readTexts(exchange) }, ask)
        return text ?? undefined
      }),
    )
  }
}
