/** The octets of one connection in files: one file a direction, as `--client-to-server` and `--server-to-client` name them. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import { BadCall } from './bad-call.ts'

export const OCTET_FILE_FLAGS = {
  'client-to-server': { type: 'string' },
  'server-to-client': { type: 'string' },
} as const

export type OctetFiles = Partial<Record<Direction, string>>

export function areNamed(files: OctetFiles): boolean {
  return DIRECTIONS.some((direction) => files[direction] !== undefined)
}

/**
 * What the files hold; nothing for a direction without one.
 *
 * @throws BadCall for a file that cannot be read.
 */
export async function octetsOf(files: OctetFiles): Promise<Readonly<Record<Direction, Uint8Array>>> {
  if (files['client-to-server'] === '-' && files['server-to-client'] === '-') {
    throw new BadCall('Standard input can be one direction only: give a file for the other.')
  }
  const [client, server] = await Promise.all(DIRECTIONS.map((direction) => read(files[direction], direction)))
  return { 'client-to-server': client ?? new Uint8Array(), 'server-to-client': server ?? new Uint8Array() }
}

async function read(file: string | undefined, direction: Direction): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file)
  } catch (error) {
    throw new BadCall(`Failed to read the file of --${direction}: ${(error as Error).message}.`)
  }
}
