/** The filter over the list of terms: hides what a reader does not look for. Without script the whole list is there. */
import { isFound } from './found.ts'

const PARAMETER = 'filter'

class TermFilter extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    const found = this.querySelector('output')
    if (input === null || found === null)
      throw new TypeError('Failed to filter terms: expected an input and an output.')
    const filter = () => {
      found.textContent = inWords(showOnly(input.value), input.value)
    }
    input.addEventListener('input', filter)
    // The address keeps it, so that a reader who comes back from a term finds the list as it was left.
    input.addEventListener('change', () => keepInAddress(input.value))
    // What was typed before this script came is in the field already.
    input.value ||= new URLSearchParams(location.search).get(PARAMETER) ?? ''
    filter()
  }
}

/** Shows the terms that are meant, and the protocols which have some; returns how many there are. */
function showOnly(wanted: string): { readonly shown: number; readonly all: number } {
  let [shown, all] = [0, 0]
  for (const section of document.querySelectorAll<HTMLElement>('[data-protocol]')) {
    const terms = [...section.querySelectorAll<HTMLElement>('dl > div')]
    for (const term of terms) {
      const texts = [...term.children].map((child) => child.textContent)
      term.hidden = !isFound(wanted, [...texts, section.dataset.protocol ?? ''])
    }
    const kept = terms.filter((term) => !term.hidden).length
    section.hidden = kept === 0
    shown += kept
    all += terms.length
  }
  return { shown, all }
}

function keepInAddress(wanted: string): void {
  const address = new URL(location.href)
  if (wanted.trim() === '') address.searchParams.delete(PARAMETER)
  else address.searchParams.set(PARAMETER, wanted)
  history.replaceState(history.state, '', address)
}

function inWords({ shown, all }: { readonly shown: number; readonly all: number }, wanted: string): string {
  if (wanted.trim() === '') return `${all} terms`
  return shown === 0 ? 'No name or title has this in it.' : `${shown} of ${all} terms`
}

customElements.define('term-filter', TermFilter)
