/** Exercises that no recorded run solves, by lesson and exercise, each with the reason: they need the labs themselves. */
export const NOT_RECORDED: Readonly<Record<string, string>> = {
  '01-http/01-keep-alive/curl-keeps': 'It asks for requests of curl, and only a browser is recorded.',
  '01-http/02-message-end/cut-in-silence': 'It asks for a press of Stop, and recorded runs go on to their end.',
  '01-http/02-message-end/by-hand': 'It asks for a request that is typed into nc.',
  '01-http/03-back-channel/from-outside': 'It asks for a message of curl, and only a browser is recorded.',
  '03-up/08-by-hand/two-questions': 'It asks for octets that are typed into a console, or into nc.',
  '04-duplex/01-one-exchange/by-hand': 'It asks for a request that is typed into curl or nc.',
}
