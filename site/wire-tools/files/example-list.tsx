/** Recorded runs that are there to be read: a link each, which opens it here. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { EXAMPLES } from '#labs-server/examples/index.ts'
import { sitePath } from '#site/twin.ts'

export interface ExampleListProps {
  readonly open: (file: File) => void
}

const FRAGMENT = /^#example=([a-z0-9-]+)$/

/** The address bar holds the example that is open, so that prose can link to one. */
export function ExampleList({ open }: ExampleListProps) {
  const problem = useSignal('')
  useEffect(() => {
    const follow = async () => {
      const [, id] = FRAGMENT.exec(location.hash) ?? []
      const example = EXAMPLES.find((each) => each.id === id)
      if (example === undefined) return
      problem.value = ''
      const file = await fetchExample(example.id).catch((): undefined => undefined)
      if (file !== undefined) open(file)
      else
        problem.value = `The example could not be loaded, because the site’s server does not answer. Start it, and follow the link once more.`
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [open, problem])
  return (
    <section class="wire-examples" aria-labelledby="examples">
      <h2 id="examples">Or open an example</h2>
      <ul>
        {EXAMPLES.map(({ id, title, summary }) => (
          <li key={id}>
            <a href={`#example=${id}`}>{title}</a> <span>{summary}</span>
          </li>
        ))}
      </ul>
      <p role="alert">{problem.value}</p>
    </section>
  )
}

async function fetchExample(id: string): Promise<File> {
  const response = await fetch(sitePath(`/recordings/examples/${id}.json`))
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return new File([await response.blob()], `${id}.json`)
}
