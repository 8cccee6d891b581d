import { fork, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Load, Measured } from './load.ts'

const clockTicksPerSecond = 100

/** A script of this folder in a process of its own, and the first thing that it says. */
export async function started<First>(
  script: string,
  environment: Record<string, string> = {},
): Promise<{ child: ChildProcess; first: First }> {
  const child = fork(path.join(import.meta.dirname, script), [], {
    execPath: process.execPath,
    execArgv: [],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...environment },
  })
  return { child, first: await answerOf<First>(child) }
}

/** The next message of a process. @throws Error if it ends before. */
export function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as Answer)
    })
  })
}

/** What a load measured. @param load `load.ts`, started */
export async function shoot(load: ChildProcess, asked: Load): Promise<Measured> {
  load.send(asked)
  return answerOf<Measured>(load)
}

/** Let go, and killed where that is not enough. */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
    setTimeout(() => child.kill('SIGKILL'), 12_000).unref()
  })
}

/** The process and all below it. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    return statOf(Number(name))?.parent === pid ? [Number(name)] : []
  })
  return [pid, ...children.flatMap(familyOf)]
}

/** CPU time that the processes have used, user and system, in milliseconds. */
export function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ((statOf(pid)?.ticks ?? 0) * 1000) / clockTicksPerSecond, 0)
}

/** Memory in MB, shared pages divided among those who share them. */
export function memoryMbOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const pss = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
      return sum + Number(pss ?? 0) / 1024
    } catch {
      return sum
    }
  }, 0)
}

function statOf(pid: number): { parent: number; ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return undefined
  }
}
