/** The checksums of gzip and zlib: RFC 1952 section 8 and RFC 1950 section 8.2. */

const CRC_TABLE = new Uint32Array(256)
for (let octet = 0; octet < 256; octet++) {
  let remainder = octet
  for (let bit = 0; bit < 8; bit++) remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
  CRC_TABLE[octet] = remainder
}

/** A checksum of octets that come in pieces. */
export interface Checksum {
  /** A whole number of 32 bits. */
  readonly value: number
  take(octets: Uint8Array): void
}

export class Crc32 implements Checksum {
  #remainder = 0xffffffff

  get value(): number {
    return ~this.#remainder >>> 0
  }

  take(octets: Uint8Array): void {
    let remainder = this.#remainder
    for (let at = 0; at < octets.length; at++) {
      remainder = (CRC_TABLE[(remainder ^ (octets[at] as number)) & 0xff] as number) ^ (remainder >>> 8)
    }
    this.#remainder = remainder
  }
}

/** The largest prime number below 65536. */
const BASE = 65_521
/** So many octets can be added up before the sums need more than 32 bits. */
const MAX_SUMMED_OCTETS = 5552

export class Adler32 implements Checksum {
  #sum = 1
  #sumOfSums = 0

  get value(): number {
    return this.#sumOfSums * 0x10000 + this.#sum
  }

  take(octets: Uint8Array): void {
    for (let start = 0; start < octets.length; start += MAX_SUMMED_OCTETS) {
      const end = Math.min(octets.length, start + MAX_SUMMED_OCTETS)
      let sum = this.#sum
      let sumOfSums = this.#sumOfSums
      for (let at = start; at < end; at++) {
        sum += octets[at] as number
        sumOfSums += sum
      }
      this.#sum = sum % BASE
      this.#sumOfSums = sumOfSums % BASE
    }
  }
}
