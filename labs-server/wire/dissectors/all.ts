/** Every layer that can be read: one row a protocol. Importing this file adds them. */
import './index.ts'

export { knownLayers } from '../layer.ts'
