/** Passes when a message had to wait, and went up on a new connection once a stream had ended and others were still open. */
import { keysOf, messagesOf, overAt } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'
import { channelsOf, isOpenAt } from '../channels.ts'

export const check = checkOf('back-channel', ({ log, script }) => {
  const { streams, messages } = channelsOf(log)
  const called = script.find(({ what }) => what === 'fetch() called')
  const first = messages[0]
  if (called === undefined) return notYet('The script has not sent a message in this run.')
  if (first === undefined) {
    return notYet(
      `The script has called fetch(), and the wire shows nothing of it yet. Streams open: ${streams.length}. Wait.`,
      keysOf(streams),
    )
  }

  const begun = streams.filter(({ response }) => response !== undefined && response.at <= first.startedAt)
  const stillOpen = begun.filter((stream) => isOpenAt(stream, first.startedAt))
  const ended = begun.filter((stream) => !stillOpen.includes(stream) && (overAt(stream.connection) ?? 0) > called.at)
  const onNew = messagesOf(log).find(({ connection }) => connection === first.connection)?.request === first.request
  if (ended.length === 0) {
    return notYet(
      `The first message went up at once, with ${count(stillOpen.length, 'stream')} open: there was a connection for it.`,
      keysOf([first]),
    )
  }
  if (!onNew || stillOpen.length === 0) {
    return notYet('The message waited, but not for room: no other stream was open when it went up.', keysOf([first]))
  }

  const [gone] = ended
  const waited = Math.round(first.startedAt - called.at)
  const after = Math.round(first.startedAt - (overAt(gone?.connection ?? first.connection) ?? first.startedAt))
  return passed(
    `With ${count(begun.length, 'stream')} open, the first message waited ${waited} ms. It went up on connection ${first.connection.id}, ${after} ms after connection ${gone?.connection.id} had ended.`,
    keysOf([...ended, first]),
  )
})
