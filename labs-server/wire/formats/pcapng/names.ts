/** The names of hosts in a name resolution block (draft-ietf-opsawg-pcapng section 4.5). */
import { ipv4Text, ipv6Text } from '../packets/addresses.ts'
import { NAME_RECORD, padded } from './codes.ts'

export interface HostName {
  /** As the ends of connections are written: an IPv6 address is in brackets. */
  readonly address: string
  readonly name: string
}

const ADDRESSES: Readonly<Record<number, { readonly length: number; textOf(octets: Uint8Array, at: number): string }>> =
  {
    [NAME_RECORD.ipv4]: { length: 4, textOf: ipv4Text },
    [NAME_RECORD.ipv6]: { length: 16, textOf: ipv6Text },
  }

/** Of several names of one address, the first; records that are not whole are passed over. */
export function* namesIn(body: Uint8Array, littleEndian: boolean): Iterable<HostName> {
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const decoder = new TextDecoder()
  for (let at = 0; at + 4 <= body.length; ) {
    const type = view.getUint16(at, littleEndian)
    const length = view.getUint16(at + 2, littleEndian)
    if (type === NAME_RECORD.end) return
    const value = body.subarray(at + 4, at + 4 + length)
    const address = ADDRESSES[type]
    if (address !== undefined && value.length > address.length) {
      const [name = ''] = decoder.decode(value.subarray(address.length)).split('\0', 1)
      yield { address: address.textOf(value, 0), name }
    }
    at += 4 + padded(length)
  }
}
