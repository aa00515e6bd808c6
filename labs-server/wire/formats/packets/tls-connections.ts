/** The one place where connections of a capture that are TLS are decrypted, with the key log that the file holds. */
import type { Direction } from '../../pdu.ts'
import { type RunInfo, Trace, type TraceRecord } from '../../trace.ts'
import { isTls, protocolOf } from '../first-octets.ts'
import { type DecryptedTls, decryptTls, KeyLog } from '../tls/index.ts'
import type { Problems } from './problems.ts'

/**
 * The same records, with plaintext in the place of the octets of connections that start with TLS. What cannot be decrypted
 * stays as it passed, with a sentence that says why.
 */
export function withoutTls(
  run: RunInfo,
  records: readonly TraceRecord[],
  keyLog: string,
  problems: Problems,
): readonly TraceRecord[] {
  const trace = new Trace(run)
  const encrypted = encryptedIn(records)
  for (const record of records) if (encrypted.has(record.connection)) trace.append(record)

  const keys = new KeyLog(keyLog)
  const decrypted = new Map<number, DecryptedTls>()
  for (const { id, streams, passages } of trace.connections) {
    if (keys.size === 0) {
      problems.say(`Connection ${id} is TLS, and the file holds no keys: its octets are shown as they passed.`)
      continue
    }
    const read = decryptTls(streams, passages, keys)
    for (const problem of read.problems) problems.say(`Connection ${id}: ${problem}`)
    if (read.records.some(({ kind }) => kind === 'octets')) decrypted.set(id, read)
  }
  return decrypted.size === 0 ? records : exchanged(records, decrypted)
}

/** The connections whose client starts with TLS. */
function encryptedIn(records: readonly TraceRecord[]): ReadonlySet<number> {
  const seen = new Set<number>()
  const encrypted = new Set<number>()
  for (const record of records) {
    if (record.kind !== 'octets' || record.direction !== 'client-to-server' || seen.has(record.connection)) continue
    seen.add(record.connection)
    if (isTls(record.octets)) encrypted.add(record.connection)
  }
  return encrypted
}

/** What was decrypted takes the place of the octets it was in, and of the ends that it knows of itself; the rest stays. */
function exchanged(
  records: readonly TraceRecord[],
  decrypted: ReadonlyMap<number, DecryptedTls>,
): readonly TraceRecord[] {
  const kept = records.flatMap((record): TraceRecord | readonly TraceRecord[] => {
    const read = decrypted.get(record.connection)
    if (read === undefined) return record
    switch (record.kind) {
      case 'octets':
        return []
      case 'end':
        return read.records.some(({ kind, direction }) => kind === 'end' && direction === record.direction)
          ? []
          : record
      case 'open': {
        const { protocol: _, ...open } = record
        const protocol = plaintextProtocol(read)
        const tls = read.version
        return { ...open, ...(protocol !== undefined && { protocol }), ...(tls !== undefined && { tls }) }
      }
      default:
        return record
    }
  })
  for (const [connection, read] of decrypted) {
    for (const record of read.records) kept.push({ ...record, connection })
  }
  return kept.toSorted((one, other) => one.at - other.at || rank(one) - rank(other))
}

/** What comes first of what happens at the same time. */
const ORDER: readonly TraceRecord['kind'][] = ['open', 'octets', 'gap', 'end', 'close']

function rank({ kind }: TraceRecord): number {
  return ORDER.indexOf(kind)
}

/** The layers of protocols as ALPN names them (RFC 7301 section 6); undefined is HTTP/1.1, which needs no telling. */
const LAYERS: ReadonlyMap<string | undefined, string | undefined> = new Map([
  ['h2', 'http2'],
  ['http/1.1', undefined],
  ['http/1.0', undefined],
])

/** The layer that the plaintext starts with: as the two sides agreed, or as its first octets tell. */
function plaintextProtocol({ protocol, records }: DecryptedTls): string | undefined {
  if (LAYERS.has(protocol)) return LAYERS.get(protocol)
  const first = (direction: Direction) => {
    const found = records.find((record) => record.kind === 'octets' && record.direction === direction)
    return found?.kind === 'octets' ? found.octets : new Uint8Array(0)
  }
  return protocolOf(first('client-to-server'), first('server-to-client'))
}
