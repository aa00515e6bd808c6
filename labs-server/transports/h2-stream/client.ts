/** The client half: that of streaming over HTTP/1.1, since `fetch` does not say which HTTP it speaks. */
export { connect } from '../fetch-stream/client.ts'
