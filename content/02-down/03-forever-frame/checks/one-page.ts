/** Passes when one page brought at least ten messages, a script each. */
import { contentOf, keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 10

export const check = benchCheck({ down: 'forever-frame' }, '"Forever frame" as the way down', ({ log }) => {
  const pages = messagesOf(log)
    .filter(({ target, response }) => target.includes('/forever-frame/') && response !== undefined)
    .map((page) => ({ page, scripts: contentOf(page.content).match(/<script>tell\(\d+,/g)?.length ?? 0 }))
  const [fullest] = pages.toSorted((one, other) => other.scripts - one.scripts)
  if (fullest === undefined) return notYet('No page has been loaded into a frame in this run.')
  const said = `The page on connection ${fullest.page.connection.id} brought ${count(fullest.scripts, 'message')}, a script each`
  if (fullest.scripts < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keysOf([fullest.page]))
  return passed(`${said}.`, keysOf([fullest.page]))
})
