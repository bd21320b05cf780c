import { z } from 'zod'

/** The name of a channel, as it stands in frames: 1 to 200 bytes, no spaces, no `*`. */
export const channelName: z.ZodType<string> = z
  .string()
  .regex(/^[^\s\p{C}*]+$/u, 'has no spaces and no *')
  .refine((name) => Buffer.byteLength(name) <= 200, 'is longer than 200 bytes')
