/** HAR 1.2 as its specification says it, and the fields that Chrome DevTools adds: what an export has to be. */
import { z } from 'zod'

const time = z.iso.datetime({ offset: true })
const size = z.int().min(-1)
const timing = z.number().refine((ms) => ms >= 0 || ms === -1)
const named = z.strictObject({ name: z.string(), value: z.string(), comment: z.string().optional() })
const tool = z.strictObject({ name: z.string(), version: z.string() })

const cookie = z.strictObject({
  name: z.string(),
  value: z.string(),
  path: z.string().optional(),
  domain: z.string().optional(),
  expires: time.optional(),
  httpOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
})

const request = z.strictObject({
  method: z.string().min(1),
  url: z.url(),
  httpVersion: z.string().regex(/^HTTP\/\d\.\d$/),
  cookies: z.array(cookie),
  headers: z.array(named),
  queryString: z.array(named),
  postData: z
    .strictObject({
      mimeType: z.string(),
      params: z.array(z.never()),
      text: z.string(),
      comment: z.string().optional(),
      _encoding: z.literal('base64').optional(),
    })
    .optional(),
  headersSize: size,
  bodySize: size,
})

const response = z.strictObject({
  status: z.int(),
  statusText: z.string(),
  httpVersion: z.string().regex(/^HTTP\/\d\.\d$/),
  cookies: z.array(cookie),
  headers: z.array(named),
  content: z.strictObject({
    size: z.int().min(0),
    compression: z.int().optional(),
    mimeType: z.string(),
    text: z.string().optional(),
    encoding: z.literal('base64').optional(),
    comment: z.string().optional(),
    _codings: z.array(z.string()).optional(),
  }),
  redirectURL: z.string(),
  headersSize: size,
  bodySize: size,
  _transferSize: z.int().min(0),
  _trailers: z.array(named).optional(),
})

const entry = z
  .strictObject({
    pageref: z.string(),
    startedDateTime: time,
    time: z.number().min(0),
    request,
    response,
    cache: z.strictObject({}),
    timings: z.strictObject({
      blocked: timing,
      dns: timing,
      connect: timing,
      send: z.number().min(0),
      wait: z.number().min(0),
      receive: z.number().min(0),
      ssl: timing,
    }),
    serverIPAddress: z.string().optional(),
    connection: z.string().optional(),
    comment: z.string().optional(),
    _connectionId: z.string(),
    _resourceType: z.enum([
      'document',
      'fetch',
      'eventsource',
      'websocket',
      'image',
      'script',
      'stylesheet',
      'font',
      'media',
    ]),
    _webSocketMessages: z
      .array(
        z.strictObject({
          type: z.enum(['send', 'receive']),
          time: z.number().positive(),
          opcode: z.int().min(0).max(15),
          data: z.string(),
          comment: z.string().optional(),
        }),
      )
      .optional(),
    _eventSourceMessages: z
      .array(
        z.strictObject({ time: z.number().positive(), eventName: z.string(), eventId: z.string(), data: z.string() }),
      )
      .optional(),
    _chunks: z.array(z.strictObject({ ts: z.number(), bytes: z.int().positive() })).optional(),
  })
  // "time: Total elapsed time of the request in milliseconds. This is the sum of all timings available in the timings object
  // (i.e. not including -1 values)."
  .refine(({ time, timings }) => {
    const { ssl, ...counted } = timings
    const sum = Object.values(counted).reduce((total, ms) => total + Math.max(0, ms), 0)
    return Math.abs(sum - time) < 0.01
  }, 'time is the sum of the timings')

export const HAR_SCHEMA = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: tool,
    browser: tool.optional(),
    pages: z.array(
      z.strictObject({
        startedDateTime: time,
        id: z.string(),
        title: z.string(),
        pageTimings: z.strictObject({ onContentLoad: z.number().optional(), onLoad: z.number().optional() }),
      }),
    ),
    entries: z.array(entry),
    comment: z.string().optional(),
  }),
})
