/** Modules that are always loaded together, so that they become one file: compressed apart, each of them would be larger. */

/** What every lab reads a trace with, before any layer above HTTP/1.1 is asked for. */
const WIRE = `labs/(lab|lab-error)
wire/(octets|pdu|layer|number-words|narration|vocabulary|carried-units|carrying|content-description|decoding-room)
wire/(facts|faulty-units|differences|dissector|trace|unit-log|connection-dissector|formats/batch)
wire/dissectors/(index|(http1|octets)/(index|vocabulary))`

/** What the lanes of a run are drawn with. */
const LANES = 'wire-view/(lane-marks|lane-scale|unit-index|summary)'

/** For the bundler: which file a module goes into. */
export const pieces = [
  { name: 'wire', test: modules('labs-server', WIRE) },
  { name: 'lanes', test: modules('site', LANES) },
]

/** Matches the paths of modules below `folder`; a line of `names` for each alternative. */
function modules(folder: string, names: string): RegExp {
  const paths = names.replaceAll('\n', '|').replaceAll('/', String.raw`[\\/]`)
  return new RegExp(String.raw`[\\/]${folder}[\\/](${paths})\.tsx?$`)
}
