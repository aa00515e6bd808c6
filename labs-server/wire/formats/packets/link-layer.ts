/** Where the IP packet begins in a captured packet, by its link type (draft-ietf-opsawg-pcaplinktype). */

/** EtherTypes (IEEE 802 numbers) that are met on the way to IP. */
const IPV4 = 0x0800
const IPV6 = 0x86dd
const VLAN_TAGS = [0x8100, 0x88a8, 0x9100]
/** Tags within tags: networks use two. */
const MAX_VLAN_TAGS = 4

const NONE = -1
type IpOffset = (octets: Uint8Array) => number

/**
 * By LINKTYPE_ number. Each gives the offset of the IP header, or -1 where there is none; which version of IP it is, its
 * first four bits tell.
 */
const LINK_TYPES: Readonly<Record<number, { readonly name: string; readonly ipOffset: IpOffset }>> = {
  0: { name: 'NULL', ipOffset: behindFamily },
  1: { name: 'ETHERNET', ipOffset: (octets) => behindEtherType(octets, 12) },
  // DLT_RAW of BSD, which some files have instead of 101.
  12: { name: 'RAW', ipOffset: () => 0 },
  101: { name: 'RAW', ipOffset: () => 0 },
  108: { name: 'LOOP', ipOffset: behindFamily },
  113: { name: 'LINUX_SLL', ipOffset: (octets) => behindEtherType(octets, 14) },
  228: { name: 'IPV4', ipOffset: () => 0 },
  229: { name: 'IPV6', ipOffset: () => 0 },
  276: { name: 'LINUX_SLL2', ipOffset: (octets) => (isIp(uint16(octets, 0)) ? 20 : NONE) },
}

/** Undefined when packets of this link type are not read. */
export function ipOffsetFor(linkType: number): IpOffset | undefined {
  return LINK_TYPES[linkType]?.ipOffset
}

/** What is read, for a sentence. */
export const LINK_TYPE_NAMES: readonly string[] = [...new Set(Object.values(LINK_TYPES).map(({ name }) => name))]

/** NULL and LOOP: the address family of the capturing system in four octets, in its order of octets or the network's. */
function behindFamily(octets: Uint8Array): number {
  const [first = 0, , , last = 0] = octets
  const family = first === 0 ? last : first
  // AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin.
  return [2, 10, 24, 28, 30].includes(family) ? 4 : NONE
}

function behindEtherType(octets: Uint8Array, at: number): number {
  let offset = at
  for (let tags = 0; tags <= MAX_VLAN_TAGS; tags++) {
    const etherType = uint16(octets, offset)
    if (isIp(etherType)) return offset + 2
    if (!VLAN_TAGS.includes(etherType)) return NONE
    offset += 4
  }
  return NONE
}

function isIp(etherType: number): boolean {
  return etherType === IPV4 || etherType === IPV6
}

/** In network order; octets that are not there read as zero. */
function uint16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)
}
