import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Keeper } from '../vault/keeper.ts'

/** What goes over the agent's socket: a line of JSON for each question, and one for each answer, in order. */

export const acts = ['who', 'search', 'look', 'open', 'request', 'lock'] as const
export type Act = (typeof acts)[number]

export type Question =
  { [A in Exclude<Act, 'lock'>]: { act: A; input: Parameters<Keeper[A]>[0] } }[Exclude<Act, 'lock'>] | { act: 'lock' }
/** Errors travel as words: they hold no secret, and the command has nothing to decide about them. */
export type Answer = { answer: unknown } | { words: string; exitCode: number }

export const say = (socket: Socket, message: Question | Answer): void =>
  void socket.write(`${JSON.stringify(message)}\n`)

/** Whole lines as they come. */
export function onLine(socket: Socket, told: (line: string) => void): void {
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', told)
}
