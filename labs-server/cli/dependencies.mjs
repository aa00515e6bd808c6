/**
 * Whether the dependencies are there. `package.json` asks for them, `package-lock.json` fixes them, and npm keeps what it
 * has installed in `node_modules/.package-lock.json`, which it writes last: an install cut short leaves none.
 */

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Asked
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} Locked
 * @typedef {{ packages: Record<string, Locked & Asked> }} Lock
 */

/** Whether the lock file was made for what `package.json` asks. @param {Asked} asked @param {Lock} lock */
export function lockAgrees(asked, lock) {
  const root = lock.packages[''] ?? {}
  return sameRecord(asked.dependencies, root.dependencies) && sameRecord(asked.devDependencies, root.devDependencies)
}

/** @param {Record<string, string> | undefined} one @param {Record<string, string> | undefined} other */
function sameRecord(one = {}, other = {}) {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

/**
 * Whether everything that the lock file fixes is installed. Optional packages may be missing (they are for other platforms),
 * but not be there in another version.
 *
 * @param {Lock} lock
 * @param {Lock | undefined} installed
 */
export function isInstalled(lock, installed) {
  if (installed === undefined) return false
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed.packages[path]
    if (found === undefined) return wanted.optional === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}
