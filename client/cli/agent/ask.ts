import { connect, type Socket } from 'node:net'
import { exitCodes, Told } from '../failures.ts'
import type { Keeper, Who } from '../vault/keeper.ts'
import { isThere } from './place.ts'
import { onLine, say, type Answer, type Question } from './wire.ts'

/** The commands' half: the agent's vault, as if it were here. */
export interface Agent {
  keeper: Keeper
  who: Who
  close(): void
}

/** @returns undefined where no agent listens. @throws UsageError for a socket that is not this user's alone. */
export async function reachAgent(socket: string): Promise<Agent | undefined> {
  const asking = await reach(socket)
  if (!asking) return undefined
  const act = <Name extends keyof Keeper>(name: Name) =>
    ((input: unknown) => asking.ask({ act: name, input } as Question)) as Keeper[Name]
  const keeper: Keeper = {
    who: act('who'),
    search: act('search'),
    look: act('look'),
    open: act('open'),
    request: act('request'),
  }
  try {
    return { keeper, who: await keeper.who(null), close: asking.close }
  } catch (error) {
    asking.close()
    // It locked this moment.
    if (error instanceof Told && error.exitCode === exitCodes.signIn) return undefined
    throw error
  }
}

/** @returns whether there was one. */
export async function lockAgent(socket: string): Promise<boolean> {
  const asking = await reach(socket)
  if (!asking) return false
  try {
    await asking.ask({ act: 'lock' })
    return true
  } finally {
    asking.close()
  }
}

async function reach(path: string) {
  if (!isThere(path)) return undefined
  const socket = await new Promise<Socket | undefined>((resolve, reject) => {
    const opened = connect(path, () => resolve(opened))
    opened.once('error', (error: NodeJS.ErrnoException) => {
      // What an agent that was killed leaves behind.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined)
      else reject(error)
    })
  })
  if (!socket) return undefined
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = []
  const giveUp = () => {
    for (const { reject } of waiting.splice(0)) {
      reject(new Told('The agent has locked the vault: runkeep sign-in.', exitCodes.signIn))
    }
  }
  socket.on('close', giveUp).on('error', giveUp)
  onLine(socket, (line) => {
    const answer = JSON.parse(line) as Answer
    const asked = waiting.shift()
    if ('words' in answer) asked?.reject(new Told(answer.words, answer.exitCode))
    else asked?.resolve(answer.answer)
  })
  return {
    ask: (question: Question) =>
      new Promise<unknown>((resolve, reject) => {
        waiting.push({ resolve, reject })
        say(socket, question)
      }),
    close: () => void socket.end(),
  }
}
