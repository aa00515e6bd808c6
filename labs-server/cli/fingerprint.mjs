/** A fingerprint of files: the same while their names and octets are, so that work done for them need not be done again. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * SHA-256 over the names and octets of `paths`, which may be folders; what is not there counts as not there.
 *
 * @param {string} root
 * @param {readonly string[]} paths Relative to `root`, with `/`.
 * @returns {string} In hex.
 */
export function fingerprintOf(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((given) => filesOf(root, given))) {
    const octets = readFileSync(join(root, path))
    hash.update(`${path}\0${octets.length}\0`).update(octets)
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesOf(root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (stats.isFile()) return [path]
  // Editors leave hidden files behind.
  const names = readdirSync(join(root, path)).filter((name) => !name.startsWith('.'))
  return names.sort().flatMap((name) => filesOf(root, `${path}/${name}`))
}
