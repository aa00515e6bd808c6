/** A TLS conversation that tests read: what passed between the two sides, and what their key log says. */
import { readFileSync } from 'node:fs'
import { type DecryptedTls, decryptTls, KeyLog } from '#wire/formats/tls/index.ts'
import { OctetStream } from '#wire/octets.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { Passage } from '#wire/trace.ts'

export class Conversation {
  readonly streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  readonly passages: Record<Direction, Passage[]> = { 'client-to-server': [], 'server-to-client': [] }
  keyLog = ''
  #at = 0

  /** Octets pass, a millisecond after the last ones. */
  pass(direction: Direction, octets: Uint8Array): void {
    const stream = this.streams[direction]
    const start = stream.length
    stream.append(octets)
    this.passages[direction].push({ at: ++this.#at, start, end: stream.length })
  }

  decrypted(keyLog = this.keyLog): DecryptedTls {
    return decryptTls(this.streams, this.passages, new KeyLog(keyLog))
  }

  /** The same octets in passages of other lengths. */
  cutBy(lengthOf: () => number): Conversation {
    const cut = new Conversation()
    cut.keyLog = this.keyLog
    for (const direction of DIRECTIONS) {
      const { octets } = this.streams[direction]
      for (let start = 0; start < octets.length; ) {
        const end = start + Math.max(1, lengthOf())
        cut.pass(direction, octets.subarray(start, end))
        start = end
      }
    }
    return cut
  }

  /** The same conversation, the octets of `direction` replaced. */
  with(direction: Direction, change: (octets: Uint8Array) => Uint8Array): Conversation {
    const changed = new Conversation()
    changed.keyLog = this.keyLog
    for (const each of DIRECTIONS) {
      const octets = this.streams[each].octets.slice()
      changed.pass(each, each === direction ? change(octets) : octets)
    }
    return changed
  }
}

/**
 * Reads a conversation from a text file beside this one. Each line is `keylog` with a line of the key log, or a direction with
 * octets in hexadecimal, which passed together; `#` starts a comment.
 */
export function conversationIn(file: string): Conversation {
  const conversation = new Conversation()
  for (const line of readFileSync(`${import.meta.dirname}/${file}`, 'utf8').split('\n')) {
    const [word = '', ...rest] = line.split(' ')
    if (word === 'keylog') conversation.keyLog += `${rest.join(' ')}\n`
    else if (word === 'client-to-server' || word === 'server-to-client') {
      conversation.pass(word, Buffer.from(rest.join(''), 'hex'))
    }
  }
  return conversation
}

/** The application data of one direction, one after another. */
export function dataOf({ records }: DecryptedTls, direction: Direction): Uint8Array {
  return Buffer.concat(
    records.flatMap((record) => (record.kind === 'octets' && record.direction === direction ? [record.octets] : [])),
  )
}

/** Where the records of a direction begin, and where the last ends. */
export function recordStarts(octets: Uint8Array): number[] {
  const starts = [0]
  for (let at = 0; at < octets.length; starts.push(at)) {
    at += 5 + (octets[at + 3] as number) * 256 + (octets[at + 4] as number)
  }
  return starts
}
