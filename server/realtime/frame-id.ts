import { z } from 'zod'

/** A client's name for a frame; the answer has it too. */
export type FrameId = string | number

/** As it stands in every frame of a client. */
export const frameId: z.ZodType<FrameId> = z.union([z.string().max(100), z.int()])
