import type { HttpHouse } from '../house.ts'
import type { HttpApp } from '../respond.ts'
import { serve } from '../route.ts'

const HEALTHY = '{"message":"The API is healthy.","code":200,"data":{}}'

/** Contract data.md §8. */
export function healthRoutes(app: HttpApp, house: HttpHouse): void {
  app.get(
    '/api/health',
    serve(house, () => HEALTHY),
  )
}
