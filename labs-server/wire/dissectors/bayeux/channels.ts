/** Names of channels and other identifiers: Bayeux 1.0, "Protocol Elements". */

// token            = ( alphanum | mark ) *( alphanum | mark )
// mark             = "-" | "_" | "!" | "~" | "(" | ")" | "$" | "@"
// channel_name     = "/" channel_segments
// channel_segments = channel_segment *( "/" channel_segment )
const CHANNEL_NAME = /^(?:\/[A-Za-z0-9\-_!~()$@]+)+$/

// channel_pattern = *( "/" channel_segment ) "/" wild_card
// wild_card       = "*" | "**"
const CHANNEL_PATTERN = /^(?:\/[A-Za-z0-9\-_!~()$@]+)*\/\*\*?$/

// version         = integer *( "." version_element )
// version_element = alphanum *( alphanum | "-" | "_" )
const VERSION = /^[0-9]+(?:\.[A-Za-z0-9][A-Za-z0-9\-_]*)*$/

export function isChannelName(text: string): boolean {
  return CHANNEL_NAME.test(text)
}

export function isChannelPattern(text: string): boolean {
  return CHANNEL_PATTERN.test(text)
}

export function isVersion(text: string): boolean {
  return VERSION.test(text)
}

// clientId = alphanum *( alphanum )
export function isClientId(text: string): boolean {
  return /^[A-Za-z0-9]+$/.test(text)
}
