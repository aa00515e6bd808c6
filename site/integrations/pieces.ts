/** Modules that are always loaded together, so that they become one file: compressed apart, each of them would be larger. */

import type { Plugin } from 'vite'

/** What every lab reads a trace with, before any layer above HTTP/1.1 is asked for. */
const WIRE = `labs/(lab|lab-error|path-options|switch-changes)
wire/(octets|pdu|layer|number-words|narration|vocabulary|carried-units|carrying|content-description|decoding-room)
wire/(facts|faulty-units|differences|dissector|trace|unit-log|connection-dissector|formats/batch)
wire/dissectors/(index|(http1|octets)/(index|vocabulary))`

/** What the lanes of a run are drawn with. */
const LANES = 'wire-view/(lane-marks|lane-scale|unit-index|summary)'

/** The frame of a view, into which all else comes on demand. */
const FRAME = 'wire-view/(wire-view|legend|on-demand)'

/** What runs a lab, in its panel or in the table. */
const LAB =
  'lab/(lab-runner|lab-preset|labs-of-page|feed|feed-link|web-socket-link|labs-api|server-clock|session|page-connection|pace|evidence|figures|connection-state)'

/** What plays a recording: the page by itself, or when its server is gone. */
const READY = 'recorded/(ready|play|play-clock|play-lab|recordings|stand-in)'

/** For the bundler: which file a module goes into. */
export const pieces = [
  // What other pages load as well stays out of the pieces below, which take along all that they import.
  { name: 'preload-helper', test: /preload-helper/, priority: 1 },
  { name: 'storage', test: modules('site', 'lab/storage|twin'), priority: 1 },
  { name: 'preact', test: /node_modules[\\/](preact|@preact)[\\/]/, priority: 1 },
  { name: 'wire', test: modules('labs-server', WIRE) },
  { name: 'lanes', test: modules('site', LANES) },
  { name: 'frame', test: modules('site', FRAME) },
  { name: 'ready', test: modules('site', READY) },
  { name: 'lab', test: modules('site', LAB) },
]

/**
 * What is loaded on demand names its style sheets beforehand, which nothing else would load. Its scripts name each other: to list
 * them all wherever one of them is asked for is a part of every page.
 */
export const preloadStylesOnly: Plugin = {
  name: 'preload-styles-only',
  configEnvironment: (name) =>
    name === 'client'
      ? {
          build: {
            modulePreload: {
              polyfill: false,
              resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')),
            },
          },
        }
      : undefined,
}

/** Matches the paths of modules below `folder`; a line of `names` for each alternative. */
function modules(folder: string, names: string): RegExp {
  const paths = names.replaceAll('\n', '|').replaceAll('/', String.raw`[\\/]`)
  return new RegExp(String.raw`[\\/]${folder}[\\/](${paths})\.tsx?$`)
}
