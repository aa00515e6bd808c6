/**
 * `<wire-view src="run.json">`: the wire view in a page of your own. One script, no other needs; all styles and names are inside a
 * shadow root (WHATWG DOM, "shadow trees"), so that neither page disturbs the other.
 *
 * Attributes: `src`, a recording, pcapng, pcap, HAR or NetLog file; `label`, its name for those who listen; `theme`, `light` or `dark`
 * where it shall not follow the page; `select`, a unit and part as in the site's links. Dispatches `load` and `error`.
 */
import '../styles/tokens.css'
import './embed.css'
import { render } from 'preact'
import { observerOf } from '#site/wire-tools/files/observer.ts'
import { parseSelection } from '#site/wire-view/selection-link.ts'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { WireView } from '#site/wire-view/wire-view.tsx'
import { UnreadableFile } from '#wire/formats/capture.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { adoptStyles } from './adopted-styles.ts'

/** Where the glossary is: beside this script. */
const SITE = new URL('..', import.meta.url).href.replace(/\/$/, '')

class WireViewElement extends HTMLElement {
  static readonly observedAttributes = ['src', 'select', 'label']

  readonly #model = new WireModel()
  #leave: (() => void) | undefined
  #loading: AbortController | undefined
  #root: ShadowRoot | undefined

  connectedCallback(): void {
    this.#model.site = SITE
    this.#root ??= this.attachShadow({ mode: 'open' })
    this.#leave = adoptStyles(this.#root)
    this.#load()
  }

  disconnectedCallback(): void {
    this.#leave?.()
    this.#loading?.abort()
    if (this.#root) render(null, this.#root)
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return
    if (name === 'src') this.#load()
    else if (name === 'select') this.#select()
    else this.#draw()
  }

  async #load(): Promise<void> {
    const src = this.getAttribute('src')
    this.#loading?.abort()
    if (src === null) return this.#say('This view has no src: give it the address of a recording or a capture file.')
    const loading = new AbortController()
    this.#loading = loading
    this.#say('Loading …')
    try {
      const response = await fetch(new URL(src, document.baseURI), { signal: loading.signal })
      if (!response.ok || response.body === null) {
        throw new UnreadableFile(`The server answered ${response.status} ${response.statusText} for ${src}.`)
      }
      const capture = await openFile(response.body)
      if (loading.signal.aborted) return
      const seen = capture.format === 'recording' ? 'recorded' : 'file'
      this.#model.begin(capture.run, capture.octets === 'rebuilt' ? 'rebuilt' : seen, observerOf(capture))
      this.#draw()
      this.#select()
      for (const event of capture.script) this.#model.script.add(event)
      await this.#model.take(capture.records)
      this.dispatchEvent(new Event('load'))
    } catch (error) {
      if (loading.signal.aborted) return
      this.#say(
        error instanceof UnreadableFile
          ? error.message
          : `${src} could not be loaded: ${(error as Error).message}. Its server must allow pages of other origins to read it (CORS).`,
      )
      this.dispatchEvent(new Event('error'))
    }
  }

  #select(): void {
    this.#model.wanted.value = parseSelection(this.getAttribute('select') ?? '')
  }

  #draw(): void {
    if (this.#root)
      render(<WireView model={this.#model} label={this.getAttribute('label') ?? 'The wire'} />, this.#root)
  }

  #say(sentence: string): void {
    if (this.#root) {
      render(
        <p class="embed-note" role="status">
          {sentence}
        </p>,
        this.#root,
      )
    }
  }
}

customElements.define('wire-view', WireViewElement)
