/** Whether set-up installs: only when something that is asked for is not there. */
import { describe, expect, test } from 'vitest'
import { isInstalled, lockAgrees } from '../../labs-server/cli/dependencies.mjs'

const lock = {
  packages: {
    '': { dependencies: { ws: '8.0.0' }, devDependencies: { astro: '7.0.0' } },
    'node_modules/ws': { version: '8.0.0', integrity: 'sha512-ws' },
    'node_modules/astro': { version: '7.0.0', integrity: 'sha512-astro' },
    'node_modules/@astrojs/compiler-darwin': { version: '7.0.0', optional: true },
  },
}
const { '': _root, 'node_modules/@astrojs/compiler-darwin': _otherPlatform, ...here } = lock.packages

describe('isInstalled', () => {
  test('is true when everything is there but what other platforms need', () => {
    expect(isInstalled(lock, { packages: here })).toBe(true)
  })

  test('is true with packages beside those that are asked for', () => {
    expect(isInstalled(lock, { packages: { ...here, 'node_modules/left': { version: '1.0.0' } } })).toBe(true)
  })

  test('is false before the first install, and after one that was cut short', () => {
    expect(isInstalled(lock, undefined)).toBe(false)
  })

  test('is false when a package is missing', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/ws': here['node_modules/ws'] } })).toBe(false)
  })

  test('is false when a package has another version, or other octets', () => {
    const older = { ...here, 'node_modules/ws': { version: '7.0.0', integrity: 'sha512-ws' } }
    const changed = { ...here, 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-other' } }
    expect(isInstalled(lock, { packages: older })).toBe(false)
    expect(isInstalled(lock, { packages: changed })).toBe(false)
  })
})

describe('lockAgrees', () => {
  test('is true for the package.json that the lock file was made from', () => {
    expect(lockAgrees({ dependencies: { ws: '8.0.0' }, devDependencies: { astro: '7.0.0' } }, lock)).toBe(true)
  })

  test('is false for another version, one more, one less', () => {
    const devDependencies = { astro: '7.0.0' }
    expect(lockAgrees({ dependencies: { ws: '8.1.0' }, devDependencies }, lock)).toBe(false)
    expect(lockAgrees({ dependencies: { ws: '8.0.0', zod: '4.0.0' }, devDependencies }, lock)).toBe(false)
    expect(lockAgrees({ devDependencies }, lock)).toBe(false)
  })
})
