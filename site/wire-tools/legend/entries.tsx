/** The entries of the legend. */
import './legend.css'
import type { ComponentChildren } from 'preact'
import type { Direction } from '#wire/pdu.ts'

export default function Entries() {
  return (
    <dl>
      <Entry
        direction="client-to-server"
        mark={
          <svg class="wire-drawing" aria-hidden="true">
            <path class="wire-control-mark" d="M2 3h18l5 6-5 6H2z" />
            <path class="wire-content-mark" d="M36 3h18l5 6-5 6H36z" />
          </svg>
        }
      >
        client-to-server, above a connection's line: solid is control data with its fields, light is content
      </Entry>
      <Entry
        direction="server-to-client"
        mark={
          <svg class="wire-drawing" aria-hidden="true">
            <path class="wire-control-mark" d="M25 3H7L2 9l5 6h18z" />
            <path class="wire-content-mark" d="M59 3H41l-5 6 5 6h18z" />
          </svg>
        }
      >
        server-to-client, below the line
      </Entry>
      <Entry
        mark={
          <svg class="wire-drawing" aria-hidden="true">
            <path class="wire-lane-line" d="M6 9H62" />
            <circle class="wire-opened" cx="6" cy="9" r="3.5" />
            <path class="wire-fold" d="M26 16l5-14m4 0l-5 14" />
            <path class="wire-closed" d="M62 2v14" />
          </svg>
        }
      >
        opened, idle time left out (its length stands above it, its reason in it), closed
      </Entry>
      <Entry
        mark={
          <svg class="wire-drawing" aria-hidden="true">
            <path class="wire-lane-line" d="M6 9H58" />
            <path class="wire-reset" d="M54 5l8 8m0-8l-8 8" />
          </svg>
        }
      >
        reset: ended by force, so octets may be lost
      </Entry>
      <Entry
        mark={
          <>
            <span class="wire-arrow" data-direction="client-to-server">
              →
            </span>{' '}
            <span class="wire-arrow" data-direction="server-to-client">
              ←
            </span>{' '}
            ↔
          </>
        }
      >
        beside a connection's number, computed: who may speak now, the client, the server, or both
      </Entry>
      <Entry mark="no mark">
        observed: octets and times as the server's sockets read and wrote them, or as a capture file has them
      </Entry>
      <Entry mark={<span class="wire-mark wire-mark-computed">computed</span>}>
        worked out from the octets, not in them
      </Entry>
      <Entry mark={<span class="wire-mark wire-mark-emulated">emulated</span>}>
        hatched: time in which the emulated path held octets
      </Entry>
      <Entry mark={<span class="wire-mark wire-mark-fault">fault</span>}>octets that break a standard</Entry>
      <Entry mark={<span class="wire-tick-sample">0a</span>}>
        a corner under an octet: one socket read or write ended here, or one piece of a capture
      </Entry>
    </dl>
  )
}

interface EntryProps {
  readonly mark: ComponentChildren
  readonly direction?: Direction
  readonly children: ComponentChildren
}

function Entry({ mark, direction, children }: EntryProps) {
  return (
    <div class="wire-legend-entry" data-direction={direction}>
      <dt>{mark}</dt>
      <dd>{children}</dd>
    </div>
  )
}
