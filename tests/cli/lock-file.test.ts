/** The lock file installs the same on every machine, whatever registry it asks. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = async (name: string) => JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), 'utf8'))
const lock: Readonly<Record<string, LockedPackage>> = (await read('package-lock.json')).packages
const packageJson = await read('package.json')

test('it holds no download addresses', () => {
  expect(Object.entries(lock).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
})

test('every version that package.json asks for is exact', () => {
  const { dependencies, devDependencies, optionalDependencies } = packageJson
  const asked = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies })
  expect(asked.filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test('it has the packages of every platform: npm ci refuses a lock file without them', () => {
  const missing = Object.entries(lock).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !placesOf(path, name).some((place) => place in lock)),
  )
  expect(missing).toEqual([])
})

/** Where Node looks for `name` from the package at `path`: beside its own dependencies, then outwards. */
function placesOf(path: string, name: string): readonly string[] {
  const outwards = path.split('/node_modules/').map((_, depth, all) => all.slice(0, all.length - depth))
  return [
    ...outwards.map((parents) => `${parents.join('/node_modules/')}/node_modules/${name}`),
    `node_modules/${name}`,
  ]
}
