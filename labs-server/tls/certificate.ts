/** Certificates of our own making (RFC 5280): ECDSA with P-256, signed by themselves, so that browsers have to be asked to trust them. */
import { createHash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import './reflect-metadata.ts'

export interface Certificate {
  /** The private key, PKCS#8 in PEM (RFC 7468 section 10). */
  readonly key: string
  /** The certificate in PEM (RFC 7468 section 5). */
  readonly cert: string
}

/** What a reader can compare with what a browser shows. */
export interface CertificateFacts {
  /** The SHA-256 hash of the certificate as DER, as browsers print it: `6D:73:…`. */
  readonly sha256: string
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
}

export interface CertificateOptions {
  /** Host names and IP addresses that it is good for; a name may begin with `*.`. */
  readonly names: readonly string[]
  /** How long it is good. */
  readonly days: number
  /** When it is made; for tests. */
  readonly now?: Date
}

const DAY_MS = 24 * 60 * 60_000
/** Clocks differ: so long before now it is good already. */
const SKEW_MS = 5 * 60_000

/** WebTransport takes a certificate by its hash only if it is good for two weeks at most (W3C WebTransport, "custom certificate requirements"). */
const MAX_HASHED_DAYS = 14

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Makes a key and its certificate. */
export async function makeCertificate({ names, days, now = new Date() }: CertificateOptions): Promise<Certificate> {
  // Loaded when one is made, which is seldom: it takes a tenth of a second.
  const x509 = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const notBefore = now.getTime() - SKEW_MS
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=The Two-Way Web, labs on this machine',
    notBefore: new Date(notBefore),
    notAfter: new Date(notBefore + days * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      // It signs nothing but itself: whoever trusts it trusts this server, and no other.
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
    ],
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { key: `${key}\n`, cert: `${certificate.toString('pem')}\n` }
}

/** A certificate for WebTransport's `serverCertificateHashes`, with the hash to give there. */
export async function makeHashedCertificate(
  options: Omit<CertificateOptions, 'days'>,
): Promise<Certificate & { readonly sha256: Uint8Array }> {
  const certificate = await makeCertificate({ ...options, days: MAX_HASHED_DAYS })
  const { raw } = new X509Certificate(certificate.cert)
  return { ...certificate, sha256: new Uint8Array(createHash('sha256').update(raw).digest()) }
}

export function factsOf({ cert }: Certificate): CertificateFacts {
  const { fingerprint256, validFromDate, validToDate } = new X509Certificate(cert)
  return { sha256: fingerprint256, validFrom: validFromDate.toISOString(), validTo: validToDate.toISOString() }
}

/** Whether it is good for all these names. */
export function isGoodFor({ cert }: Certificate, names: readonly string[]): boolean {
  const certificate = new X509Certificate(cert)
  const named = new Set((certificate.subjectAltName ?? '').split(', '))
  return names.every((name) => (isIP(name) ? certificate.checkIP(name) !== undefined : named.has(`DNS:${name}`)))
}
