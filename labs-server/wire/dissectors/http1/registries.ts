/** Methods and classes of status codes in words: RFC 9110 sections 9 and 15, RFC 5789. */

export const METHODS: Readonly<Record<string, string>> = {
  GET: 'GET asks for the resource as it is now; it asks for no change, so it can be sent again.',
  HEAD: 'HEAD asks for what GET would answer, but without the content.',
  POST: 'POST hands the content over to be processed; sent twice, it may act twice.',
  PUT: 'PUT replaces the resource by the content; sent twice, the result is the same.',
  DELETE: 'DELETE asks to remove the resource.',
  CONNECT: 'CONNECT asks for a tunnel: after a 2xx answer the connection carries whatever both ends like.',
  OPTIONS: 'OPTIONS asks what is allowed here; browsers send it before some requests to another origin.',
  TRACE: 'TRACE asks the server to send back what it received.',
  PATCH: 'PATCH changes the resource as the content describes.',
}

/** By the first digit of the status code. */
export const STATUS_CLASSES: Readonly<Record<number, string>> = {
  1: 'informational, an interim answer; the final one is still to come.',
  2: 'successful, the request was received, understood and accepted.',
  3: 'redirection, the client must do something more.',
  4: 'client error, the request is wrong or cannot be granted.',
  5: 'server error, the server failed on a request that seems right.',
}
