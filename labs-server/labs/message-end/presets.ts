/** The recorded runs of this lab. */
import { type Presets, withChanges } from '../preset.ts'

export const presets: Presets = {
  chunked: {},
  length: { framing: 'length' },
  close: { framing: 'close' },
  trailers: { trailers: true },
  'http10-chunked': { version: '1.0' },
  'http10-length': { framing: 'length', version: '1.0' },
  http10: { framing: 'close', version: '1.0' },
  xhr: { reader: 'xhr' },
  burst: { writes: 10, interval: 0 },
  'burst-twenty': { writes: 20, interval: 0 },
  seventeen: { size: 17 },
  ...withChanges(
    'landing',
    { writes: 6, interval: 250 },
    { length: { framing: 'length' }, close: { framing: 'close' } },
  ),
}
