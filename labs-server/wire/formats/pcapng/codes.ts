/** The numbers of pcapng (draft-ietf-opsawg-pcapng): block types, option codes, and what is fixed. */

/** Block types, section 4. */
export const BLOCK = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  nameResolution: 4,
  enhancedPacket: 6,
  decryptionSecrets: 10,
} as const

/** In the byte order of the section, section 4.1. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d

/** Type and length before a block's body, and the length once more behind it. */
export const BLOCK_HEADER = 8
export const BLOCK_OVERHEAD = 12

/** Options of any block, section 3.5; and those of the blocks that we read or write. */
export const OPTION = {
  end: 0,
  comment: 1,
  sectionApplication: 4,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceResolution: 9,
  interfaceOffset: 14,
  packetFlags: 2,
} as const

/** Records of a name resolution block, section 4.5. */
export const NAME_RECORD = { end: 0, ipv4: 1, ipv6: 2 } as const

/** Secrets types of a decryption secrets block, section 4.7: "TLSK". */
export const TLS_KEY_LOG = 0x544c534b

/** LINKTYPE_RAW: a packet begins with its IP header. */
export const LINKTYPE_RAW = 101

/** Bodies and option values are padded to 32 bits. */
export function padded(length: number): number {
  return (length + 3) & ~3
}
