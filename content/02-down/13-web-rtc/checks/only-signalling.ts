/** Passes when offer and answer crossed the wire, the script got messages, and none of these is in the trace's octets. */
import { contentOf, keysOf, messagesOf } from '../../../messages.ts'
import { textOf, unseenMessages } from '../../../unseen.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ down: 'web-rtc' }, '"WebRTC data channel" as the way down', (evidence) => {
  const octets = textOf(evidence.log)
  const [kind, other] = ['offer', 'answer'].filter((each) =>
    new RegExp(`\\\\?"type\\\\?": ?\\\\?"${each}\\\\?"`).test(octets),
  )
  if (other === undefined) {
    const crossed = kind === undefined ? 'none' : `only the ${kind}`
    return notYet(`Of offer and answer, ${crossed} has crossed the wire so far.`)
  }
  const messages = unseenMessages(evidence, ENOUGH)
  if (!messages.unseen) return notYet(messages.sentence)
  const signalling = messagesOf(evidence.log).filter(({ sent }) => contentOf(sent) !== '')
  return passed(
    `An offer and an answer crossed the wire. The script got ${count(messages.got, 'message')}, and none of them is in any of the octets.`,
    keysOf(signalling),
  )
})
