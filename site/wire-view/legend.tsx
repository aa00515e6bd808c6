/** What the marks mean. */

const IDLE_MARK = '//'

export function Legend() {
  return (
    <details class="wire-legend">
      <summary>What the marks mean</summary>
      <dl>
        <div data-direction="client-to-server">
          <dt>
            <span class="wire-swatch">→</span>
          </dt>
          <dd>client-to-server: above a connection's line, arrow to the right</dd>
        </div>
        <div data-direction="server-to-client">
          <dt>
            <span class="wire-swatch">←</span>
          </dt>
          <dd>server-to-client: below the line, arrow to the left</dd>
        </div>
        <div>
          <dt>
            <span class="wire-swatch wire-swatch-solid" /> <span class="wire-swatch wire-swatch-light" />
          </dt>
          <dd>solid: a message's control data and fields; light: its content</dd>
        </div>
        <div>
          <dt>observed</dt>
          <dd>octets and times without a mark: what the server's sockets read and wrote</dd>
        </div>
        <div>
          <dt>
            <span class="wire-mark wire-mark-computed">computed</span>
          </dt>
          <dd>worked out from the octets, not in them</dd>
        </div>
        <div>
          <dt>
            <span class="wire-mark wire-mark-emulated">emulated</span>
          </dt>
          <dd>hatched: time in which the emulated path held octets</dd>
        </div>
        <div>
          <dt>
            <span class="wire-mark wire-mark-fault">fault</span>
          </dt>
          <dd>octets that break a standard</dd>
        </div>
        <div>
          <dt>
            <span class="wire-tick-sample">0a</span>
          </dt>
          <dd>a corner under an octet: one socket read or write ended here</dd>
        </div>
        <div>
          <dt>
            <b>{IDLE_MARK}</b>
          </dt>
          <dd>idle time left out; its length stands above</dd>
        </div>
        <div>
          <dt>
            <b aria-hidden="true">● |</b> <b class="wire-reset-sample">×</b>
          </dt>
          <dd>a connection opened, closed, was reset</dd>
        </div>
      </dl>
    </details>
  )
}
