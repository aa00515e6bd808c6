/** What must hold for a frame's header where it stands: RFC 6455 sections 5.1 to 5.5, RFC 7692 section 6. */
import type { Direction } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import type { FrameFaults } from './frame.ts'
import { type FrameHeader, isLengthMinimal } from './frame-header.ts'
import { CONTINUATION, isControl, opcodeName } from './opcodes.ts'

/** What was said before the frame. */
export interface FrameContext {
  readonly direction: Direction
  /** Whether messages can be compressed. */
  readonly isDeflateAgreed: boolean
  /** Whether an extension was agreed on that is not known here, which may use any reserved bit. */
  readonly isOtherAgreed: boolean
  /** Whether a message has begun that has not ended. */
  readonly isMessageOpen: boolean
}

const MAX_CONTROL_OCTETS = 125
const HALF_OF_64_BITS = 2 ** 63

/** Undefined when nothing is wrong. */
export function headerFaults(header: FrameHeader, context: FrameContext): FrameFaults | undefined {
  const faults: FrameFaults = {}
  checkReservedBits(header, context, faults)
  checkOpcode(header, context, faults)
  // Section 5.1: "a client MUST mask all frames that it sends to the server"; "A server MUST NOT mask any frames that it
  // sends to the client."
  const isClient = context.direction === 'client-to-server'
  if (isClient && !header.isMasked) faults.mask = FAULTS['client-frame-not-masked']
  if (!isClient && header.isMasked) faults.mask = FAULTS['server-frame-masked']
  checkLength(header, faults)
  return Object.keys(faults).length === 0 ? undefined : faults
}

// Section 5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
function checkReservedBits(
  { rsv1, rsv2, rsv3, opcode }: FrameHeader,
  context: FrameContext,
  faults: FrameFaults,
): void {
  if (context.isOtherAgreed) return
  if (rsv1 && !context.isDeflateAgreed) faults.rsv1 = FAULTS['reserved-bit-set']
  // RFC 7692 section 6: "An endpoint MUST NOT set the "Per-Message Compressed" bit of control frames and non-first
  // fragments of a data message."
  else if (rsv1 && isControl(opcode)) faults.rsv1 = FAULTS['control-frame-compressed']
  else if (rsv1 && opcode === CONTINUATION) faults.rsv1 = FAULTS['continuation-compressed']
  if (rsv2) faults.rsv2 = FAULTS['reserved-bit-set']
  if (rsv3) faults.rsv3 = FAULTS['reserved-bit-set']
}

function checkOpcode({ fin, opcode }: FrameHeader, { isMessageOpen }: FrameContext, faults: FrameFaults): void {
  if (opcodeName(opcode) === undefined) faults.opcode = FAULTS['opcode-reserved']
  // Section 5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
  else if (isControl(opcode)) {
    if (!fin) faults.fin = FAULTS['control-frame-fragmented']
  } else if (opcode === CONTINUATION) {
    if (!isMessageOpen) faults.opcode = FAULTS['continuation-without-beginning']
  }
  // Section 5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message unless an
  // extension has been negotiated that can interpret the interleaving."
  else if (isMessageOpen) faults.opcode = FAULTS['message-not-finished']
}

function checkLength(header: FrameHeader, faults: FrameFaults): void {
  const { opcode, payloadLength } = header
  if (payloadLength >= HALF_OF_64_BITS) faults['payload-length'] = FAULTS['payload-length-most-significant-bit']
  else if (payloadLength > Number.MAX_SAFE_INTEGER) faults['payload-length'] = FAULTS['payload-length-too-large']
  else if (isControl(opcode) && payloadLength > MAX_CONTROL_OCTETS) {
    faults['payload-length'] = FAULTS['control-frame-too-long']
  } else if (!isLengthMinimal(header)) faults['payload-length'] = FAULTS['payload-length-not-minimal']
}
