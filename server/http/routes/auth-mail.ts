import { changingAccount } from '../../auth/changing-account.ts'
import { evenTime } from '../../auth/even-time.ts'
import { confirmEmailChange } from '../../auth/email-change.ts'
import { requestEmailChange } from '../../auth/email-change-request.ts'
import { requestOtp } from '../../auth/otp-request.ts'
import { confirmPasswordReset, requestPasswordReset } from '../../auth/recovery.ts'
import { signIn } from '../../auth/sign-in.ts'
import { confirmVerification, type FormRequest, requestVerification } from '../../auth/verification.ts'
import type { Ask } from '../../records/request.ts'
import { type LimitedAction, limitedActions } from '../../settings/limited-action.ts'
import { readTexts } from '../body.ts'
import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serve, type ServeOptions } from '../route.ts'
import { signsIn } from '../signs-in.ts'

type Step = (house: HttpHouse, request: FormRequest, ask: Ask) => Promise<string | void>

/** The last part of the address, what rate limits call it, and the step; those that answer nothing are 204. */
const steps: readonly (readonly [string, LimitedAction, Step])[] = [
  ['request-otp', limitedActions.requestOTP, requestOtp],
  [
    'auth-with-otp',
    limitedActions.authWithOTP,
    (house, request, ask) => signIn(house, ask, { ...request, method: 'otp' }),
  ],
  ['request-verification', limitedActions.requestVerification, requestVerification],
  ['confirm-verification', limitedActions.confirmVerification, confirmVerification],
  ['request-password-reset', limitedActions.requestPasswordReset, requestPasswordReset],
  ['confirm-password-reset', limitedActions.confirmPasswordReset, confirmPasswordReset],
  [
    'request-email-change',
    limitedActions.requestEmailChange,
    (house, request, ask) => requestEmailChange(house, ask, request),
  ],
  ['confirm-email-change', limitedActions.confirmEmailChange, confirmEmailChange],
]

/** Those that must not tell by their time whether an address has an account (`reliability.md` A12). */
const telltale = new Set(['request-otp', 'request-verification', 'request-password-reset'])

/** What goes by mail: contract services.md §2.6, §2.8. */
export function authMailRoutes(app: HttpApp, house: HttpHouse): void {
  const guards: Readonly<Record<string, ServeOptions['guard']>> = {
    'request-otp': signsIn(house, 'otp'),
    'auth-with-otp': signsIn(house, 'otp'),
    'request-email-change': (ask, { req }) =>
      void changingAccount(house.catalog.current, ask, req.param('collection') ?? ''),
  }
  for (const [name, action, step] of steps) {
    app.post(
      `/api/collections/:collection/${name}`,
      serve(
        house,
        async (exchange, ask) => {
          const collection = exchange.req.param('collection') ?? ''
          const body = await readTexts(exchange)
          const take = async (): Promise<string | void> => step(house, { collection, body }, ask)
          const text = await (telltale.has(name) ? evenTime(take) : take())
          return text ?? undefined
        },
        { action, guard: guards[name] ?? signsIn(house) },
      ),
    )
  }
}
