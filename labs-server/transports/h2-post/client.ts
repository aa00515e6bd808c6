/** The client half: that of a POST over HTTP/1.1, since `fetch` does not say which HTTP it speaks. */
export { connect } from '../post/client.ts'
