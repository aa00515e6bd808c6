/** The client half: the same CometD library as by long polling, with the same messages, over a WebSocket. */
import { connectOver } from '../bayeux-polling/client.ts'
import type { Connect } from '../channel.ts'

export const connect: Connect = (context, receive) => connectOver('websocket', context, receive)
