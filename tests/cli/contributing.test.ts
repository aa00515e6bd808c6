/** CONTRIBUTING.md stays true: it has the reason for every dependency, and the folders and files that it names are there. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const contributing = readFileSync(at('CONTRIBUTING.md'), 'utf8')
const readme = readFileSync(at('README.md'), 'utf8')
const packageJson = JSON.parse(readFileSync(at('package.json'), 'utf8'))

test('every dependency has its reason, and every reason its dependency', () => {
  const rows = contributing
    .slice(contributing.search(/^\| package/m))
    .split('\n')
    .slice(2)
  const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  const { dependencies, devDependencies, optionalDependencies } = packageJson
  const asked = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  expect(told.toSorted()).toEqual(asked.toSorted())
})

test.each(['labs-server', 'site', 'content', 'tests'])('the paths below %s/ that it names exist', (folder) => {
  const named = [...`${contributing}${readme}`.matchAll(new RegExp(`\\b${folder}/[\\w./-]+`, 'g'))].map(
    ([path]) => path,
  )
  // Names in capitals stand for a reader's own; what benchmarks and builds write is not there before they ran.
  const fixed = named.filter((path) => !/[A-Z]{2}|NN-/.test(path)).map((path) => path.replace(/[.,]$/, ''))
  expect(fixed.filter((path) => !existsSync(at(path)))).toEqual([])
})

test('every script of package.json that it or the README names exists', () => {
  const named = [...`${contributing}${readme}`.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name]) => name)
  expect(named.filter((name) => !Object.hasOwn(packageJson.scripts, name ?? ''))).toEqual([])
})
