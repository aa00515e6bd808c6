/**
 * Stands in for the Reflect Metadata proposal, which `@peculiar/x509` refuses to load without: its container asks classes
 * what was noted on them, and gets the answer that nothing was. Nothing here needs more.
 */
const NOTHING_NOTED = {
  defineMetadata() {},
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
}

for (const [name, value] of Object.entries(NOTHING_NOTED)) {
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true, writable: true })
}
