/** The first request of a batch that failed, and why: nothing of the batch was kept. */
export class BatchFailure extends Error {
  readonly at: number

  constructor(at: number, cause: unknown) {
    super(`request ${at} of a batch failed`, { cause })
    this.at = at
  }
}
