/** Certificates of our own making: what they are good for, how they are kept, and when they are made anew. */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { factsOf, isGoodFor, makeCertificate, makeHashedCertificate } from '#labs-server/tls/certificate.ts'
import { keptCertificate, namesOf } from '#labs-server/tls/kept-certificate.ts'

const DAY_MS = 24 * 60 * 60_000
const NAMES = ['localhost', '*.localhost', '127.0.0.1', '::1', 'lab.example', '192.168.7.1']

function daysOf({ cert }: { readonly cert: string }): number {
  const { validFromDate, validToDate } = new X509Certificate(cert)
  return (validToDate.getTime() - validFromDate.getTime()) / DAY_MS
}

describe('a certificate', () => {
  test('is ECDSA with P-256, signed by its own key, good for a server and for nothing else', async () => {
    const made = await makeCertificate({ names: NAMES, days: 30 })
    const certificate = new X509Certificate(made.cert)
    expect(certificate.publicKey.asymmetricKeyType).toBe('ec')
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true)
    expect(certificate.ca).toBe(false)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']) // id-kp-serverAuth, RFC 5280 section 4.2.1.12
  })

  test('names hosts and addresses', async () => {
    const made = await makeCertificate({ names: NAMES, days: 30 })
    expect(new X509Certificate(made.cert).subjectAltName).toBe(
      'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:lab.example, IP Address:192.168.7.1',
    )
    expect(isGoodFor(made, NAMES)).toBe(true)
    for (const other of ['192.168.7.2', '::2', 'example', 'ab.example']) {
      expect(isGoodFor(made, [...NAMES, other])).toBe(false)
    }
  })

  test('is good for as many days as were asked for, from a little before it was made', async () => {
    const now = new Date('2026-11-28T12:00:00Z')
    const made = await makeCertificate({ names: NAMES, days: 30, now })
    expect(factsOf(made)).toMatchObject({
      validFrom: '2026-11-28T11:55:00.000Z',
      validTo: '2026-12-28T11:55:00.000Z',
    })
  })

  test("for WebTransport's serverCertificateHashes is good for two weeks, and comes with the hash of its DER", async () => {
    const made = await makeHashedCertificate({ names: NAMES })
    expect(daysOf(made)).toBe(14)
    const der = new X509Certificate(made.cert).raw
    expect(Buffer.from(made.sha256)).toEqual(createHash('sha256').update(der).digest())
    expect(factsOf(made).sha256.replaceAll(':', '').toLowerCase()).toBe(made.sha256.toHex())
  })
})

describe('names', () => {
  test('are those of this machine, and the addresses listened on', () => {
    const local = ['localhost', '*.localhost', '127.0.0.1', '::1']
    expect(namesOf(['127.0.0.1', '::1'])).toEqual(local)
    expect(namesOf(['192.168.7.1', 'lab.example'])).toEqual([...local, '192.168.7.1', 'lab.example'])
  })

  test('of a server that listens everywhere are all addresses of the machine, and not "everywhere"', () => {
    const names = namesOf(['0.0.0.0', '::'])
    expect(names).not.toContain('0.0.0.0')
    expect(names).not.toContain('::')
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('the kept certificate', () => {
  test('is the same at the next start, and its key is readable by the owner only', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'tls')
    const first = await keptCertificate(path, NAMES)
    expect(await keptCertificate(path, NAMES)).toEqual(first)
    expect(daysOf(first)).toBeLessThan(398)
    expect((await stat(join(path, 'tls-origin.pem'))).mode & 0o777).toBe(0o600)
    expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  test('is made anew when it has expired, or is about to', async () => {
    await using folder = await temporaryFolder()
    const first = await keptCertificate(folder.path, NAMES)
    const end = Date.parse(factsOf(first).validTo)
    expect(await keptCertificate(folder.path, NAMES, new Date(end - 2 * DAY_MS))).toEqual(first)
    const next = await keptCertificate(folder.path, NAMES, new Date(end - DAY_MS / 2))
    expect(next).not.toEqual(first)
    expect(await keptCertificate(folder.path, NAMES, new Date(end + DAY_MS))).toEqual(next)
  })

  test('is made anew when a name is missing', async () => {
    await using folder = await temporaryFolder()
    const first = await keptCertificate(folder.path, NAMES.slice(0, 4))
    const next = await keptCertificate(folder.path, NAMES)
    expect(next).not.toEqual(first)
    expect(await keptCertificate(folder.path, NAMES.slice(0, 4))).toEqual(next)
  })

  test('is made anew when the file is damaged, or its key has been readable by others', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'tls-origin.pem')
    const first = await keptCertificate(folder.path, NAMES)
    const kept = await readFile(file, 'utf8')
    for (const damaged of ['', kept.slice(0, 300), kept.replace(/CERTIFICATE-----\n.{40}/, 'CERTIFICATE-----\n')]) {
      await writeFile(file, damaged)
      expect(await keptCertificate(folder.path, NAMES)).not.toEqual(first)
    }
    const last = await keptCertificate(folder.path, NAMES)
    await chmod(file, 0o644)
    expect(await keptCertificate(folder.path, NAMES)).not.toEqual(last)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('is kept nowhere when there is no folder for it', async () => {
    const [one, other] = [await keptCertificate(false, NAMES), await keptCertificate(false, NAMES)]
    expect(one).not.toEqual(other)
  })
})

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'certificate-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
