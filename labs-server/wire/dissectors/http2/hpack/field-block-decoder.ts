/**
 * Reads the field blocks of one direction in turn, and keeps the dynamic table: RFC 7541 section 3.
 *
 * Rule 1: a block is read as far as its octets have come; an instruction that is cut in two is read when it is whole.
 * Rule 2: when an instruction cannot be read, the table is no longer known, and nothing after it is read.
 * Rule 3: what only breaks a limit (a size update that is too large, or too late) is a fault, and reading goes on.
 */
import { DynamicTable, INITIAL_TABLE_SIZE, sizeOf, type TableWindow } from './dynamic-table.ts'
import { type Instruction, type InstructionFault, readInstruction } from './instruction.ts'

/**
 * The most that the field lines of one frame may count together, each with 32 octets added as in RFC 9113 section 6.5.2.
 * Those behind are carried out but not listed: one octet may stand for a line as long as the table is large.
 */
export const MAX_FIELD_LINE_OCTETS = 262_144

export type HpackFault =
  | InstructionFault
  | 'field-block-truncated'
  | 'table-size-too-large'
  | 'table-size-update-late'
  | 'table-size-update-missing'

/** What has been read of a block, or of the part of it that one frame holds. */
export interface Decoded {
  readonly instructions: readonly Instruction[]
  /** The first octet that was not read: the end, the start of an instruction that is cut, or of one that is wrong. */
  readonly at: number
  readonly fault: InstructionFault | undefined
  /** Whether there were more field lines than are listed. */
  readonly isCut: boolean
}

/** Reads instructions from `start` on and carries them out on `table`. */
export function readInstructions(octets: Uint8Array, start: number, table: DynamicTable): Decoded {
  const instructions: Instruction[] = []
  let at = start
  let counted = 0
  for (;;) {
    const instruction = readInstruction(octets, at, table)
    const isCut = counted > MAX_FIELD_LINE_OCTETS
    if (instruction === undefined) return { instructions, at, fault: undefined, isCut }
    if (typeof instruction === 'string') return { instructions, at, fault: instruction, isCut }
    at = instruction.end
    if (instruction.kind === 'dynamic-table-size-update') table.resize(instruction.maxSize)
    else {
      const { kind, name, value } = instruction
      if (kind === 'literal-with-incremental-indexing') table.insert({ name, value })
      counted += sizeOf(instruction)
    }
    if (counted <= MAX_FIELD_LINE_OCTETS) instructions.push(instruction)
  }
}

export class FieldBlockDecoder {
  readonly table = new DynamicTable()
  /** The most that SETTINGS_HEADER_TABLE_SIZE of the other end allows; Infinity when it is not known. */
  limit = INITIAL_TABLE_SIZE
  #isBeforeLines = true
  #mustShrink = false
  #isBroken = false

  /** Whether an instruction could not be read, so that nothing is read any more. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  /** A block, or a fragment of one, was lost on us. */
  giveUp(): void {
    this.#isBroken = true
  }

  /** The encoder has acknowledged that the table may have `size` octets at most. */
  acknowledge(size: number): void {
    // RFC 9113 section 4.3.1: "Once an endpoint acknowledges a change to SETTINGS_HEADER_TABLE_SIZE that reduces the
    // maximum below the current size of the dynamic table, its HPACK encoder MUST start the next field block with a
    // Dynamic Table Size Update instruction".
    this.#mustShrink ||= size < this.table.size
  }

  /** A block starts: size updates may come until its first field line. */
  begin(): void {
    this.#isBeforeLines = true
  }

  /** Reads on in a block, from its octet at `start` as far as its octets have come. */
  read(octets: Uint8Array, start: number): DecodedFragment {
    const before = this.table.window
    const decoded = readInstructions(octets, start, this.table)
    const faults = this.#judge(decoded.instructions)
    if (decoded.fault !== undefined) this.#isBroken = true
    return { ...decoded, before, after: this.table.window, faults }
  }

  #judge(instructions: readonly Instruction[]): DecodedFragment['faults'] {
    let faults: Map<number, HpackFault> | undefined
    for (const instruction of instructions) {
      const fault = this.#faultOf(instruction)
      if (fault === undefined) continue
      faults ??= new Map()
      faults.set(instruction.start, fault)
    }
    return faults
  }

  #faultOf(instruction: Instruction): HpackFault | undefined {
    const mustShrink = this.#mustShrink
    this.#mustShrink = false
    if (instruction.kind !== 'dynamic-table-size-update') {
      this.#isBeforeLines = false
      return mustShrink ? 'table-size-update-missing' : undefined
    }
    // RFC 7541 section 6.3: "The new maximum size MUST be lower than or equal to the limit determined by the protocol using
    // HPACK."
    if (instruction.maxSize > this.limit) return 'table-size-too-large'
    // RFC 7541 section 4.2: "This dynamic table size update MUST occur at the beginning of the first header block following
    // the change to the dynamic table size."
    return this.#isBeforeLines ? undefined : 'table-size-update-late'
  }
}

export interface DecodedFragment extends Decoded {
  readonly before: TableWindow
  readonly after: TableWindow
  /** What breaks a limit, and could be read all the same, by the first octet of the instruction. */
  readonly faults: ReadonlyMap<number, HpackFault> | undefined
}
