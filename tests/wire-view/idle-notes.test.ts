import { expect, test } from 'vitest'
import { idleNotes } from '#site/wire-tools/idle/idle-notes.tsx'
import type { TracedConnection } from '#wire/trace.ts'
import { CHUNKED, logOf, open, passed, REQUEST } from './traces.ts'

const log = logOf(
  open(1, 3),
  passed(1, 4, 'client-to-server', REQUEST),
  passed(1, 5004, 'server-to-client', CHUNKED),
  passed(1, 9004, 'server-to-client', '1\r\n\n\r\n'),
)
const notes = idleNotes(log, log.trace.connection(1) as TracedConnection, [
  { start: 4, end: 5004 },
  { start: 5004, end: 9004 },
])

test('a lane notes who may speak, in a word or two', () => {
  expect(notes).toMatchObject({ turn: 'server’s turn' })
})

test('every fold has the reason of its idle time', () => {
  expect(notes.folds).toEqual(['held poll', 'heartbeat'])
})

test('whoever listens hears it all, the longest idle time first', () => {
  expect(notes.sentence).toBe(
    'The server may speak: response 1 is not complete. Idle for 5 s, held poll: request 1 is complete, and the server holds its response. Idle for 4 s, heartbeat: response 1 has begun and goes on; a chunk of one octet broke the silence.',
  )
})

test('a connection that was not open has no reason to be idle', () => {
  const later = logOf(open(1, 0), passed(1, 1, 'client-to-server', REQUEST), open(2, 9000))
  const second = later.trace.connection(2) as TracedConnection
  expect(idleNotes(later, second, [{ start: 1, end: 9000 }]).folds).toEqual([undefined])
})
