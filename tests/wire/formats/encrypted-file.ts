/** A pcapng file of one TLS connection, with the key log that its ends wrote. */
import { writePcapng } from '#wire/formats/pcapng/index.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { Blocks, joined } from './packet-files.ts'
import { exported } from './runs.ts'
import type { Conversation } from './tls/conversation.ts'

/** The octets as they passed; the key log stands behind the section header, before the packets that need it. */
export function encryptedFile(conversation: Conversation, keyLog = conversation.keyLog): Uint8Array {
  const file = writePcapng(exported(encryptedRecords(conversation)))
  const first = new DataView(file.buffer).getUint32(4, true)
  return joined([file.subarray(0, first), new Blocks().secrets(keyLog), file.subarray(first)])
}

export function encryptedRecords({ passages, streams }: Conversation): readonly TraceRecord[] {
  const passed = DIRECTIONS.flatMap((direction) =>
    passages[direction].map(
      (passage): TraceRecord => ({
        kind: 'octets',
        connection: 1,
        at: passage.at,
        direction,
        octets: streams[direction].slice(passage),
      }),
    ),
  ).toSorted((one, other) => one.at - other.at)
  const lastAt = passed.at(-1)?.at ?? 0
  return [
    { kind: 'open', connection: 1, at: 0, client: '192.0.2.7:50000', server: '198.51.100.9:443' },
    ...passed,
    ...DIRECTIONS.map((direction) => ({ kind: 'end', connection: 1, at: lastAt, direction }) as const),
    { kind: 'close', connection: 1, at: lastAt, how: 'closed' },
  ]
}
