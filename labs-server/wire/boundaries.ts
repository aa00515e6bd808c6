/**
 * Boundaries: the same octets of one direction of a connection, ruled by what the script saw, by the units of each layer, and
 * by what the server's socket read or wrote. None of them follows from another: a chunk is not an event is not a read.
 */
import { type BoundaryCell, BoundaryLane } from './boundary-lane.ts'
import { isCarried } from './carried-units.ts'
import { contentRanges } from './content-ranges.ts'
import type { RecordedEvent } from './formats/recording.ts'
import { layerNamed } from './layer.ts'
import { OctetAxis } from './octet-axis.ts'
import type { Direction } from './pdu.ts'
import { placeScript } from './script-octets.ts'
import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

/** Which octets are ruled. */
export interface BoundaryScope {
  readonly connection: TracedConnection
  readonly direction: Direction
  /** Only the octets of this exchange; those of all exchanges without it. */
  readonly exchange?: number
  /** Only content, where there is any: heads, and the framing around content, leave the axis. */
  readonly contentOnly: boolean
  /**
   * What a passage was: a read or a write of a socket, a piece of a capture, or `none` where nobody saw how octets passed. Without
   * it, what the server's socket does in this direction.
   */
  readonly passedAs?: 'read' | 'write' | 'piece' | 'none'
}

export interface Boundaries {
  readonly axis: OctetAxis
  /** Which octets of the axis are content. */
  readonly content: OctetAxis
  /** The script first, then layers from the uppermost down, the socket last. Lanes without a cell are left out. */
  readonly lanes: readonly BoundaryLane[]
  /** How many of the script's events with octets could not be placed on any connection. */
  readonly unplaced: number
}

/** Rules the octets of `scope`. Costs in proportion to the trace: ask again when it has grown, not more often. */
export function boundariesOf(log: UnitLog, script: readonly RecordedEvent[], scope: BoundaryScope): Boundaries {
  const { connection, direction } = scope
  const { tiling, carried } = unitsOf(log, scope)
  const content = new OctetAxis(rangesOf(tiling, contentRanges))
  const axis = axisOf(scope, tiling, content)
  const { placed, unplaced } = placeScript(log, script)

  const seen = new BoundaryLane('script', 'script', axis)
  for (const place of placed) {
    if (place.connection === connection && place.direction === direction) seen.add({ kind: 'script', ...place })
  }
  const layers = layersOf(carried).map((layer) =>
    laneOf(
      layer,
      carried.filter(({ unit }) => unit.layer === layer),
      axis,
    ),
  )
  const socket = new BoundaryLane('socket', 'socket', axis)
  const how = scope.passedAs ?? (direction === 'client-to-server' ? 'read' : 'write')
  if (how !== 'none') {
    for (const passage of connection.passages[direction])
      socket.add({ kind: 'socket', passage, how, ranges: [passage] })
  }
  const lanes = [seen, ...layers, laneOf('framing', tiling, axis), socket]
  return { axis, content, lanes: lanes.filter(({ length }) => length > 0), unplaced: unplaced.length }
}

function laneOf(id: string, units: readonly LoggedUnit[], axis: OctetAxis): BoundaryLane {
  const lane = new BoundaryLane('unit', id, axis)
  for (const logged of units) lane.add({ kind: 'unit', logged, ranges: logged.unit.ranges })
  return lane
}

/** The units in scope: those that tile the octets, and those that they carry. */
function unitsOf(log: UnitLog, { connection, direction, exchange }: BoundaryScope) {
  const tiling: LoggedUnit[] = []
  const carried: LoggedUnit[] = []
  const take = (logged: LoggedUnit) => {
    const { unit } = logged
    if (logged.connection !== connection || unit.direction !== direction) return
    if (exchange !== undefined && unit.exchange !== exchange) return
    if (isCarried(logged)) carried.push(logged)
    else tiling.push(logged)
  }
  for (const logged of log.units) take(logged)
  for (const logged of log.pending()) take(logged)
  return { tiling, carried }
}

function axisOf(scope: BoundaryScope, tiling: readonly LoggedUnit[], content: OctetAxis): OctetAxis {
  if (scope.contentOnly && content.length > 0) return content
  if (scope.exchange !== undefined) return new OctetAxis(rangesOf(tiling, ({ ranges }) => ranges))
  return new OctetAxis([{ start: 0, end: scope.connection.streams[scope.direction].length }])
}

function* rangesOf(units: readonly LoggedUnit[], of: typeof contentRanges) {
  for (const { unit } of units) yield* of(unit)
}

/**
 * The layers of units that others carry, the uppermost first: what is read of a layer's units begins after they do. Only a
 * content coding may end after all that is read of what it decodes, and a protocol stands beneath whatever it carries.
 */
function layersOf(carried: readonly LoggedUnit[]): readonly string[] {
  const layers = [...new Set(carried.map(({ unit }) => unit.layer))].reverse()
  const height = (layer: string) => (layer === 'content-coding' || 'start' in (layerNamed(layer) ?? {}) ? 0 : 1)
  return layers.sort((one, other) => height(other) - height(one))
}

/** Where boundaries of one lane are boundaries of another, too. */
export interface SharedBoundaries {
  /** Boundaries between cells of the first lane; where the axis begins and ends is none. */
  readonly between: number
  readonly shared: number
}

export function sharedBoundaries(one: BoundaryLane, other: BoundaryLane, axis: OctetAxis): SharedBoundaries {
  const ends = innerBoundaries(one, axis)
  let shared = 0
  for (const end of ends) if (other.isBoundary(end)) shared += 1
  return { between: ends.size, shared }
}

/** Every position inside the axis at which a cell of the lane begins or ends. */
function innerBoundaries(lane: BoundaryLane, { length }: OctetAxis): ReadonlySet<number> {
  const ends = new Set<number>()
  for (let place = 0; place < lane.length; place++) {
    if (lane.start(place) > 0) ends.add(lane.start(place))
    if (lane.end(place) < length) ends.add(lane.end(place))
  }
  return ends
}

/** Boundaries inside a write, where the server handed over several pieces as one: positions on the axis. */
export function pieceBoundaries({ source, end }: BoundaryCell, axis: OctetAxis): readonly number[] {
  if (source.kind !== 'socket') return []
  const bounds = new Set<number>()
  let { start } = source.passage
  for (const length of source.passage.pieces ?? []) {
    const piece = axis.place([{ start, end: start + length }]).at(-1)
    start += length
    if (piece !== undefined && piece.end < end) bounds.add(piece.end)
  }
  return [...bounds]
}
