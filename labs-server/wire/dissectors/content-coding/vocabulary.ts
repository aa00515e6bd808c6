/** The words of content codings: a row for every name in `names.ts`, or it does not compile. */
import type { SpecRef } from '../../spec-ref.ts'
import type { Explanation, Vocabulary } from '../../vocabulary.ts'
import { type BlockName, DEFLATE_SPECS, type DeflateName, GZIP_SPECS, type GzipName } from './names.ts'

type Row = Omit<Explanation, 'spec'>

const BLOCK_ROWS: Readonly<Record<BlockName, Row>> = {
  'compressed-block': {
    title: 'Compressed block',
    sentence:
      'A piece of DEFLATE data that can be decoded once everything before it has been; a sender that flushes ends one.',
  },
  unreadable: {
    title: 'Not readable',
    sentence: 'From its first octet on, this cannot be decoded.',
  },

  'block-header': {
    title: 'Header of the block',
    sentence: 'How the block is coded; its last octet can hold the first bits of the data too.',
  },
  BFINAL: { title: 'Final', sentence: 'One bit: whether this is the last block.' },
  BTYPE: {
    title: 'Type of the block',
    sentence:
      'Two bits: 0 for octets stored as they are, 1 for fixed codes, 2 for codes that the block defines itself.',
  },
  LEN: { title: 'Length', sentence: 'How many octets are stored in the block.' },
  NLEN: { title: "Length's complement", sentence: 'LEN with each bit turned over, as a check.' },
  HLIT: {
    title: 'Number of literal/length codes',
    sentence:
      'How many codes there are for octets, for the end of the block and for lengths of copies: five bits, to which 257 is added.',
  },
  HDIST: {
    title: 'Number of distance codes',
    sentence: 'How many codes there are for how far back a copy starts: five bits, to which 1 is added.',
  },
  HCLEN: {
    title: 'Number of code length codes',
    sentence:
      'How many codes there are in which the lengths of all other codes are told: four bits, to which 4 is added.',
  },
  'code-lengths': {
    title: 'Code lengths',
    sentence: 'How many bits each code has; from that alone, sender and recipient make the same codes.',
  },
  'literal-data': { title: 'Stored octets', sentence: 'Octets of the content as they are.' },
  'compressed-data': {
    title: 'Compressed data',
    sentence: 'Codes, bit after bit: each stands for an octet, or for a copy of octets that came before.',
  },

  'decoded-length': { title: 'Decoded length', sentence: 'How many octets come out of how many compressed ones.' },
  'decoded-octets': { title: 'Decoded octets', sentence: 'What comes out: the content as it was before the coding.' },
}

const GZIP_ROWS: Readonly<Record<GzipName, Row>> = {
  ...BLOCK_ROWS,
  'gzip-header': {
    title: 'gzip header',
    sentence: 'What gzip puts before the compressed data: how they were made, of which file, and when.',
  },
  'gzip-trailer': {
    title: 'gzip trailer',
    sentence: 'What gzip puts behind the compressed data, so that a recipient can check what it has decoded.',
  },

  ID1: { title: 'Identification 1', sentence: 'Always 1f: here gzip starts.' },
  ID2: { title: 'Identification 2', sentence: 'Always 8b: here gzip starts.' },
  CM: { title: 'Compression method', sentence: 'Always 8, which is DEFLATE.' },
  FLG: { title: 'Flags', sentence: 'Five bits that say which fields follow; the other three are reserved.' },
  FTEXT: { title: 'Text', sentence: 'One bit: whether the sender believes that the content is text.' },
  FHCRC: { title: 'Header check', sentence: 'One bit: whether the header ends with a checksum of its own.' },
  FEXTRA: { title: 'Extra field', sentence: 'One bit: whether there is an extra field.' },
  FNAME: { title: 'Name', sentence: 'One bit: whether the name of the file is told.' },
  FCOMMENT: { title: 'Comment', sentence: 'One bit: whether there is a comment.' },
  reserved: { title: 'Reserved bits', sentence: 'Three bits that are 0.' },
  MTIME: {
    title: 'Modification time',
    sentence:
      'When the file was last changed, in seconds since 1970 UTC; 0 if that is not told, as from most HTTP servers.',
  },
  XFL: { title: 'Extra flags', sentence: 'How hard the sender tried: 2 for the best compression, 4 for the fastest.' },
  OS: { title: 'Operating system', sentence: 'On what kind of system the file was compressed.' },
  XLEN: { title: 'Length of the extra field', sentence: 'How many octets the extra field has.' },
  'extra-field': { title: 'Extra field', sentence: 'Subfields for programs that know of them; others skip it.' },
  'original-file-name': { title: 'Original file name', sentence: 'The name of the file, ended by a zero octet.' },
  'file-comment': { title: 'File comment', sentence: 'A text for people, ended by a zero octet.' },
  CRC16: {
    title: 'Check of the header',
    sentence: 'The two least significant octets of the CRC-32 of all octets of the header before it.',
  },
  CRC32: {
    title: 'Check of the content',
    sentence: 'The CRC-32 of the decoded octets: nearly any damage on the way changes it.',
  },
  ISIZE: { title: 'Size of the content', sentence: 'How many octets there are when decoded, modulo 2^32.' },

  'CRC32-of-decoded': { title: 'CRC-32', sentence: 'The checksum of what has been decoded.' },
}

const DEFLATE_ROWS: Readonly<Record<DeflateName, Row>> = {
  ...BLOCK_ROWS,
  'zlib-header': {
    title: 'zlib header',
    sentence: 'What the zlib format puts before the compressed data: in HTTP, "deflate" is the name of this format.',
  },
  'zlib-trailer': {
    title: 'zlib trailer',
    sentence:
      'What the zlib format puts behind the compressed data, so that a recipient can check what it has decoded.',
  },

  CMF: {
    title: 'Compression method and flags',
    sentence: 'Four bits of method, and four that say how large the window is.',
  },
  CM: { title: 'Compression method', sentence: 'Always 8, which is DEFLATE.' },
  CINFO: {
    title: 'Compression info',
    sentence: 'How far back the compressed data can refer: the base-2 logarithm of the size of the window, minus 8.',
  },
  FLG: {
    title: 'Flags',
    sentence: 'Five bits of check, one for a dictionary, and two for the level of compression.',
  },
  FCHECK: { title: 'Check bits', sentence: 'Five bits, such that the first two octets make a multiple of 31.' },
  FDICT: {
    title: 'Preset dictionary',
    sentence: 'One bit: whether the data refer to octets that both sides must know beforehand.',
  },
  FLEVEL: { title: 'Compression level', sentence: 'Two bits: how hard the sender tried, from 0 (fastest) to 3.' },
  DICTID: { title: 'Dictionary identifier', sentence: 'The Adler-32 checksum of the dictionary that is needed.' },
  ADLER32: { title: 'Check of the content', sentence: 'The Adler-32 checksum of the decoded octets.' },

  'ADLER32-of-decoded': { title: 'Adler-32', sentence: 'The checksum of what has been decoded.' },
}

function withSpecs<Name extends string>(
  rows: Readonly<Record<Name, Row>>,
  specs: Readonly<Record<Name, SpecRef>>,
): Vocabulary {
  return Object.fromEntries(
    Object.entries<Row>(rows).map(([name, row]): [string, Explanation] => [
      name,
      { ...row, spec: specs[name as Name] },
    ]),
  )
}

export const GZIP_VOCABULARY = withSpecs(GZIP_ROWS, GZIP_SPECS)
export const DEFLATE_VOCABULARY = withSpecs(DEFLATE_ROWS, DEFLATE_SPECS)
