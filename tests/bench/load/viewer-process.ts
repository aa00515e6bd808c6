/** A page that watches a lab and answers every batch, in a process of its own, so that its work is not the load's. */
import { io } from 'socket.io-client'

const [site, session, lab] = process.argv.slice(2)

io(site, { path: '/feed', auth: { session }, transports: ['websocket'] })
  .on('batch', (_batch, received) => received())
  .on('run', () => process.send?.('watching'))
  .emit('watch', { lab })
process.on('disconnect', () => process.exit())
