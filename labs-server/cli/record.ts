/**
 * Records every preset with the real labs server and a real Chromium: `npm run record`, or `npm run record -- keep-alive` for
 * one lab, `bench/post` for one preset, `examples` for the examples, `browsers` for what differs between browsers, `table` for
 * the table of all pairs. What the browser runs is the lab's own client half; what is written is the run as the feed gives it to
 * any page. A file whose run has the same shape today is left as it is, so that what changes can be reviewed; `--anew` writes it
 * all the same.
 */
import { chromium } from 'playwright'
import { BROWSER_ARGS, findBrowser } from '../../tests/browser.ts'
import { nameOf, type Preset } from '../labs/preset.ts'
import { PRESETS } from '../labs/presets.ts'
import { recordBrowsers } from './record-browsers.ts'
import { EXAMPLE_CLIENTS, recordExamples } from './record-examples.ts'
import { recordTable } from './record-table.ts'
import { Recorder } from './recorder.ts'
import { readRecording, writeRecording } from './recording-file.ts'
import { differenceOf } from './recording-shape.ts'

/** The ports a reader meets, so that recorded octets name them; the session is no secret here. */
const PAGE_PORT = 4321
const LABS_PORT = 4322
const SESSION = 'recorded-for-lessons-0'

const anew = process.argv.includes('--anew')
const wanted = process.argv.slice(2).filter((word) => word !== '--anew')
const wantsAll = wanted.length === 0
if (wantsAll || wanted.includes('browsers')) await recordBrowsers()
if (wantsAll || wanted.includes('table')) await recordTable()
if (wantsAll || wanted.some((word) => word !== 'browsers' && word !== 'table')) await recordRuns()

async function recordRuns() {
  const presets = PRESETS.filter((preset) => wantsAll || wanted.includes(preset.lab) || wanted.includes(nameOf(preset)))
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  try {
    await using recorder = await Recorder.start(browser, {
      pagePort: PAGE_PORT,
      labsPort: LABS_PORT,
      entries: EXAMPLE_CLIENTS,
    })
    // One after another: what is measured is how long things take, and browser and server share this machine.
    for (const [place, preset] of presets.entries()) {
      console.log(`${place + 1} of ${presets.length}: ${nameOf(preset)} ${await record(recorder, preset)}`)
    }
    if (wantsAll || wanted.includes('examples')) await recordExamples(browser, recorder.home)
  } finally {
    await browser.close()
  }
}

/** Records a preset; tells what became of its file. */
async function record(recorder: Recorder, preset: Preset): Promise<'new' | 'written' | 'unchanged'> {
  const before = readRecording(preset)
  const recording = await recorder.record(preset, SESSION)
  if (before !== undefined && !anew && differenceOf(before, recording) === undefined) return 'unchanged'
  await writeRecording(preset, recording)
  return before === undefined ? 'new' : 'written'
}
