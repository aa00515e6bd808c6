/** What the operator should know, as lines of JSON on standard error. */
import { pino } from 'pino'

export const log = pino({ base: null, level: process.env.LOG_LEVEL ?? 'warn' }, pino.destination({ fd: 2, sync: true }))
