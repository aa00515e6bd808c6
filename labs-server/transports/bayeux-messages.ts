/** Bayeux messages from outside, before a library reads them: their fields have the types that it takes for granted. */
import { z } from 'zod'
import { DOWN } from './bayeux-data.ts'

/** Channels that a page may subscribe to. A wildcard sees the channels of its own server, which is one reader's. */
export const SUBSCRIBABLE: readonly string[] = [DOWN, '/*', '/**']

const Channel = z.string().max(64).startsWith('/')
const Text = z.string().max(64)

/** The fields of Bayeux 1.0 (section "Message fields definition"), and whatever stands beside them. */
const BayeuxMessage = z.looseObject({
  channel: Channel,
  id: Text.optional(),
  clientId: Text.optional(),
  version: Text.optional(),
  connectionType: Text.optional(),
  supportedConnectionTypes: z.array(Text).max(8).optional(),
  subscription: z.union([Channel, z.array(Channel).max(8)]).optional(),
  advice: z.looseObject({ timeout: z.int().min(0).max(60_000).optional() }).optional(),
})

/** What one request or one frame may have. */
export const BayeuxMessages = z.array(BayeuxMessage).min(1).max(100)
