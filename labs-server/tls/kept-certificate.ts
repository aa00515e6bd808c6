/** The certificate of the labs' TLS origin: kept in a folder from start to start, since every new one has to be trusted anew. */
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { log } from '../log.ts'
import { type Certificate, factsOf, isGoodFor, makeCertificate } from './certificate.ts'

/** Names of this machine, as browsers know it without asking anybody. */
const LOCAL_NAMES = ['localhost', '*.localhost', '127.0.0.1', '::1'] as const
const EVERY_ADDRESS = ['0.0.0.0', '::']

/** How long it is good. Browsers accept no more than 398 days of anybody. */
const DAYS = 397
/** It is made anew when it has less than this left. */
const RENEW_MS = 24 * 60 * 60_000

/** Key and certificate in one file, so that one never stands beside another's. */
const FILE = 'tls-origin.pem'
const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const
const NOT_OWNER = 0o077

/** What a server that listens at `hosts` is called. */
export function namesOf(hosts: readonly string[]): readonly string[] {
  const everywhere = hosts.some((host) => EVERY_ADDRESS.includes(host))
  const addresses = everywhere ? Object.values(networkInterfaces()).flatMap((all) => all ?? []) : []
  const named = hosts.filter((host) => !EVERY_ADDRESS.includes(host))
  const all = [...LOCAL_NAMES, ...named, ...addresses.map(({ address }) => address)]
  // A link-local address has no meaning without its interface, which a certificate cannot name.
  return [...new Set(all)].filter((name) => !name.toLowerCase().startsWith('fe80:'))
}

/**
 * The certificate kept in `folder`, or a new one when there is none that is good for all `names` now. False keeps nothing.
 */
export async function keptCertificate(
  folder: string | false,
  names: readonly string[],
  now = new Date(),
): Promise<Certificate> {
  const kept = folder === false ? undefined : await readKept(join(folder, FILE))
  if (kept !== undefined && isGoodFor(kept, names) && isGoodAt(kept, now)) return kept
  const made = await makeCertificate({ names, days: DAYS, now })
  if (folder !== false) await keep(folder, made)
  return made
}

function isGoodAt(certificate: Certificate, now: Date): boolean {
  const { validFrom, validTo } = factsOf(certificate)
  return Date.parse(validFrom) <= now.getTime() && now.getTime() + RENEW_MS < Date.parse(validTo)
}

/** Undefined when there is none, when it cannot be read, and when others could have read its key. */
async function readKept(path: string): Promise<Certificate | undefined> {
  try {
    const [{ mode }, pem] = await Promise.all([stat(path), readFile(path, 'utf8')])
    if (process.platform !== 'win32' && mode & NOT_OWNER) return undefined
    const [key] = /-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n/s.exec(pem) ?? []
    const [cert] = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n/s.exec(pem) ?? []
    if (key === undefined || cert === undefined) return undefined
    factsOf({ key, cert })
    return { key, cert }
  } catch {
    return undefined
  }
}

async function keep(folder: string, { key, cert }: Certificate): Promise<void> {
  const path = join(folder, FILE)
  const unfinished = `${path}.${process.pid}`
  try {
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder })
    await writeFile(unfinished, key + cert, { mode: OWNER_ONLY.file })
    await chmod(unfinished, OWNER_ONLY.file) // One that was left by a server that was killed keeps its mode.
    await rename(unfinished, path)
  } catch (error) {
    log.warn(
      error,
      `The certificate could not be kept in ${folder}: browsers have to trust a new one after every start.`,
    )
  }
}
