/** What the labs server takes of the machine's memory, together with the process that serves WebTransport for it. */
import { readdir, readFile } from 'node:fs/promises'

/** Octets of memory in use. Of other processes only Linux tells. */
export async function serverMemory(): Promise<number> {
  const served = await Promise.all((await ownDenos()).map(residentOctets))
  return served.reduce((sum, octets) => sum + octets, process.memoryUsage().rss)
}

/** The numbers of the Deno processes that this process has started. */
async function ownDenos(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const statuses = await Promise.all(all.map(statusOf))
  const isOwn = (status = '') => /^Name:\tdeno$/m.test(status) && status.includes(`\nPPid:\t${process.pid}\n`)
  return all.filter((_, place) => isOwn(statuses[place]))
}

async function residentOctets(pid: string): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await statusOf(pid))?.[1] ?? 0) * 1024
}

/** proc_pid_status(5); nothing of a process that has ended. */
function statusOf(pid: string): Promise<string> {
  return readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
}
