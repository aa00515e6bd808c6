/** pcapng (draft-ietf-opsawg-pcapng), in and out. */
export { isPcapng, PcapngReader, readPcapng } from './reader.ts'
export { pcapngPieces, writePcapng } from './writer.ts'
