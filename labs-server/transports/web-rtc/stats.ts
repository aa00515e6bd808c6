/** What one end of a connection reports of it (W3C webrtc-stats), in two sentences. */
import { pause } from '../pause.ts'

/** Chromium answers getStats() with what it knew so many milliseconds ago. */
const STALE_MS = 60

type Entry = Readonly<Record<string, unknown>>

/** Resolves when all that has happened so far is in what `getStats()` tells. */
export function statsAreFresh(): Promise<void> {
  return pause(STALE_MS, new AbortController().signal)
}

export function describeStats(report: RTCStatsReport): string {
  const entries = new Map<string, Entry>()
  report.forEach((entry: Entry, id: string) => {
    entries.set(id, entry)
  })
  const all = [...entries.values()]
  const transport = all.find(({ type }) => type === 'transport')
  const pair =
    entries.get(String(transport?.selectedCandidatePairId)) ??
    all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded')
  if (pair === undefined) return 'No pair of addresses works.'
  const whole = transport?.bytesSent === undefined ? pair : transport // A pair counts from when it was chosen.
  const where = (id: unknown) => {
    const { candidateType, protocol, address, port } = entries.get(String(id)) ?? {}
    return `${candidateType} ${protocol} ${address || '(address hidden)'} port ${port}`
  }
  const channel = all.find(({ type }) => type === 'data-channel') ?? {}
  return [
    `From ${where(pair.localCandidateId)} to ${where(pair.remoteCandidateId)}.`,
    `In the data channel ${channel.messagesSent ?? 0} pieces with ${channel.bytesSent ?? 0} octets were sent, and`,
    `${channel.messagesReceived ?? 0} with ${channel.bytesReceived ?? 0} received;`,
    `encrypted, ${whole.bytesSent ?? 0} octets were sent and ${whole.bytesReceived ?? 0} received.`,
  ].join(' ')
}
