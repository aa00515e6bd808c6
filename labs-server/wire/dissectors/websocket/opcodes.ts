/** Opcodes of frames: RFC 6455 sections 5.2 and 11.8. */

export const CONTINUATION = 0x0
export const TEXT = 0x1
export const BINARY = 0x2
export const CLOSE = 0x8
export const PING = 0x9
export const PONG = 0xa

export type MessageKind = typeof TEXT | typeof BINARY

const NAMES: Readonly<Record<number, string>> = {
  [CONTINUATION]: 'continuation',
  [TEXT]: 'text',
  [BINARY]: 'binary',
  [CLOSE]: 'Close',
  [PING]: 'Ping',
  [PONG]: 'Pong',
}

/** `text`, `Ping`; undefined for an opcode that is reserved. */
export function opcodeName(opcode: number): string | undefined {
  return NAMES[opcode]
}

// RFC 6455 section 5.5: "Control frames are identified by opcodes where the most significant bit of the opcode is 1."
export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0
}
