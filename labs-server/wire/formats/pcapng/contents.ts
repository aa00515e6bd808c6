/** What the blocks of a pcapng file say (draft-ietf-opsawg-pcapng section 4): each is told of once it is whole. */
import type { RunInfo } from '../../trace.ts'
import { WRITER } from '../exported-run.ts'
import type { FileFacts, PacketTrace } from '../packets/packet-trace.ts'
import { BLOCK, OPTION, padded, TLS_KEY_LOG } from './codes.ts'
import { type Interface, readInterface } from './interface.ts'
import { namesIn } from './names.ts'
import { HOW_IT_CAME_ABOUT, notesIn, runIn } from './notes.ts'
import { optionsIn, optionText } from './options.ts'
import { runInfoOf } from './run-info.ts'

/** Interfaces of a section; packets of further ones are not read. */
const MAX_INTERFACES = 4096

/** Where packets and options begin in the body of a block. */
const SECTION_OPTIONS = 16
const INTERFACE_OPTIONS = 8
const ENHANCED_PACKET = 20
const SIMPLE_PACKET = 4
const SECRETS = 8

/** What a calendar has before and after 1970 (ECMA-262 section 21.4.1.1), in nanoseconds. */
const MAX_TIME = 8_640_000_000_000_000_000_000n

/** What is wrong with blocks, and what is done about it. */
const BLOCK_FAULTS = {
  short: 'too short for what is in it, and left out',
  'no-interface': 'of an interface that the file does not describe, and left out',
  'no-time': 'a packet without a time, or with one that no calendar has, shown at that of the packet before',
} as const

export type BlockFault = keyof typeof BLOCK_FAULTS

export function blockFaultWords(fault: BlockFault): string {
  return BLOCK_FAULTS[fault]
}

export class Contents {
  readonly #names = new Map<string, string>()
  #writtenBy = ''
  #run: RunInfo | undefined
  #keyLog = ''
  readonly #trace: PacketTrace
  readonly #decoder = new TextDecoder()
  #littleEndian = true
  #interfaces: Interface[] = []
  #isOurs = false
  #isRebuilt = false
  #lastTime = 0n

  constructor(trace: PacketTrace) {
    this.#trace = trace
  }

  get facts(): Omit<FileFacts, 'format'> {
    return {
      writtenBy: this.#writtenBy,
      run: this.#run,
      names: this.#names,
      keyLog: this.#keyLog,
      octets: this.#isRebuilt ? 'rebuilt' : 'observed',
    }
  }

  /** Whether blocks of `type` say something that is read. */
  reads(type: number): boolean {
    return this.#readers[type] !== undefined
  }

  /** Takes in the body of a block, which begins at `offset` of the file. */
  read(type: number, body: Uint8Array, littleEndian: boolean, offset: number): BlockFault | undefined {
    this.#littleEndian = littleEndian
    return this.#readers[type]?.call(this, body, offset)
  }

  readonly #readers: Readonly<Record<number, (body: Uint8Array, offset: number) => BlockFault | undefined>> = {
    [BLOCK.sectionHeader]: this.#section,
    [BLOCK.interfaceDescription]: this.#interface,
    [BLOCK.enhancedPacket]: this.#enhancedPacket,
    [BLOCK.simplePacket]: this.#simplePacket,
    [BLOCK.obsoletePacket]: this.#obsoletePacket,
    [BLOCK.nameResolution]: this.#readNames,
    [BLOCK.decryptionSecrets]: this.#secrets,
  }

  /** Section 4.1: interfaces are numbered anew in each section. */
  #section(body: Uint8Array): undefined {
    this.#interfaces = []
    this.#isOurs = false
    for (const option of optionsIn(body, SECTION_OPTIONS, this.#littleEndian)) {
      if (option.code !== OPTION.sectionApplication) continue
      const application = optionText(option)
      this.#isOurs = application.startsWith(WRITER.name)
      if (this.#writtenBy === '') this.#writtenBy = application
    }
    if (!this.#isOurs || this.#run !== undefined) return
    this.#run = runInfoOf(runIn(this.#comments(body, SECTION_OPTIONS)))
    if (this.#run !== undefined) this.#trace.startAt(this.#run.startedAt)
  }

  #interface(body: Uint8Array): BlockFault | undefined {
    const read = readInterface(body, this.#littleEndian)
    if (read === undefined) return 'short'
    if (this.#interfaces.length < MAX_INTERFACES) this.#interfaces.push(read)
    // What was made up once stays so, whatever files it goes through.
    this.#isRebuilt ||= this.#isOurs && this.#comments(body, INTERFACE_OPTIONS).includes(HOW_IT_CAME_ABOUT.rebuilt)
    return undefined
  }

  #enhancedPacket(body: Uint8Array, offset: number): BlockFault | undefined {
    if (body.length < ENHANCED_PACKET) return 'short'
    return this.#packet(body, viewOf(body).getUint32(0, this.#littleEndian), offset)
  }

  /** Appendix A: as an enhanced packet block, but 16 bits number the interface, and the next 16 count drops. */
  #obsoletePacket(body: Uint8Array, offset: number): BlockFault | undefined {
    if (body.length < ENHANCED_PACKET) return 'short'
    return this.#packet(body, viewOf(body).getUint16(0, this.#littleEndian), offset)
  }

  #packet(body: Uint8Array, interfaceNumber: number, offset: number): BlockFault | undefined {
    const view = viewOf(body)
    const [high, low] = [view.getUint32(4, this.#littleEndian), view.getUint32(8, this.#littleEndian)]
    const captured = view.getUint32(12, this.#littleEndian)
    const octets = body.subarray(ENHANCED_PACKET, ENHANCED_PACKET + captured)
    if (octets.length < captured) return 'short'
    const from = this.#interfaces[interfaceNumber]
    if (from === undefined) return 'no-interface'
    const time = from.timeOf((BigInt(high) << 32n) | BigInt(low))
    const isTime = time >= -MAX_TIME && time <= MAX_TIME
    if (isTime) this.#lastTime = time
    const comments = this.#isOurs ? this.#comments(body, ENHANCED_PACKET + padded(captured)) : undefined
    this.#trace.add({
      linkType: from.linkType,
      time: this.#lastTime,
      octets,
      offset,
      ...(comments && { notes: notesIn(comments) }),
    })
    return isTime ? undefined : 'no-time'
  }

  /** Section 4.4: of the first interface, without a time; captured as far as the interface captures. */
  #simplePacket(body: Uint8Array, offset: number): BlockFault | undefined {
    if (body.length < SIMPLE_PACKET) return 'short'
    const [from] = this.#interfaces
    if (from === undefined) return 'no-interface'
    const length = viewOf(body).getUint32(0, this.#littleEndian)
    const captured = from.snapLength === 0 ? length : Math.min(length, from.snapLength)
    const octets = body.subarray(SIMPLE_PACKET, SIMPLE_PACKET + captured)
    this.#trace.add({ linkType: from.linkType, time: this.#lastTime, octets, offset })
    return 'no-time'
  }

  #readNames(body: Uint8Array): undefined {
    for (const { address, name } of namesIn(body, this.#littleEndian)) {
      if (!this.#names.has(address)) this.#names.set(address, name)
    }
  }

  #secrets(body: Uint8Array): BlockFault | undefined {
    if (body.length < SECRETS) return 'short'
    const view = viewOf(body)
    if (view.getUint32(0, this.#littleEndian) !== TLS_KEY_LOG) return undefined
    const length = view.getUint32(4, this.#littleEndian)
    this.#keyLog += `${this.#decoder.decode(body.subarray(SECRETS, SECRETS + length))}\n`
    return undefined
  }

  #comments(body: Uint8Array, start: number): readonly string[] {
    const comments: string[] = []
    for (const option of optionsIn(body, start, this.#littleEndian)) {
      if (option.code === OPTION.comment) comments.push(optionText(option))
    }
    return comments
  }
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length)
}
