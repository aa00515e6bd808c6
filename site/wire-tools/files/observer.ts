/** Who saw the octets of a file pass. */
import type { Observer } from '#site/wire-view/wire-model.ts'
import type { Capture, CaptureFormat } from '#wire/formats/capture.ts'

const OBSERVERS: Readonly<Record<CaptureFormat, Observer>> = {
  recording: 'server',
  pcapng: 'network',
  pcap: 'network',
  netlog: 'browser',
  har: 'nobody',
}

export function observerOf({ format, octets }: Pick<Capture, 'format' | 'octets'>): Observer {
  return octets === 'rebuilt' ? 'nobody' : OBSERVERS[format]
}
