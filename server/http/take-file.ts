import type { ServerResponse } from 'node:http'
import type { Request } from 'express'
import { pathParameters } from '#contract/endpoint.ts'
import { Problem } from '#contract/problems.ts'
import { keepingRefusals, Refusal } from '../access/refusal.ts'
import type { FileSteps, PlacedFile } from './files.ts'
import type { House } from './house.ts'
import { joined, parseInput } from './parse-input.ts'
import { readForm, requireForm } from './read-form.ts'
import type { Route } from './route.ts'
import { diskIsFull, storageProblem } from './storage-problem.ts'
import { admit, answerRoute, type Answered, type Asked } from './run-route.ts'

/** Those who send at once: more than that many of one person, or in all, wait. */
const mostPerAccount = 6
const mostInAll = 60
/** Fields and the lines between the parts. */
const formBytes = 65_536

const sending = new WeakMap<House, Map<string, number>>()

/**
 * Takes a file in: guard by what the address says, body to the disk, what it is, its place, and only then the rule in a
 * transaction, guard included. Whatever goes wrong in between, nothing is left.
 */
export async function takeFile(
  route: Route & { file: FileSteps },
  request: Request,
  house: House,
  askedNow: (input: Record<string, unknown>) => Asked,
): Promise<Answered> {
  const { endpoint, file: steps } = route
  const inPath = pathParameters(endpoint.path)
  const parameters = request.params as Record<string, string>
  // The names are only known at run time; zod's types want them at compile time.
  const address: Record<string, unknown> = parseInput(endpoint.input.pick(named(inPath) as never), parameters, inPath)
  const asked = askedNow(address)
  const call = admit(route, asked) as never
  const length = requireForm(request)
  const { mostBytes } = steps.admit(call, Math.max(0, length - formBytes))
  if (length > mostBytes + formBytes) throw tooLarge(mostBytes)
  if (!(await house.files.hasRoom(length))) {
    throw diskIsFull()
  }
  const input = (fields: Record<string, unknown>) =>
    parseInput(endpoint.input, joined(fields, parameters, inPath), inPath)
  return inTurn(house, asked.session?.accountId ?? '', async () => {
    const { fields, arrived } = await readForm(request, {
      files: house.files,
      mostBytes,
      check: (fields) => void input(fields),
      tooLarge: () => tooLarge(mostBytes),
    })
    const kept = { byRule: false }
    try {
      const parsed = input(fields)
      const inspected = await steps.inspect(arrived, call, house)
      const name = await house.files.place(arrived)
      const { sizeBytes, sha256, head } = arrived
      const file: PlacedFile = {
        ...inspected,
        name,
        sizeBytes,
        sha256,
        head,
        store: house.files,
        keep: () => void (kept.byRule = true),
      }
      const answer = await house.writer.write(() =>
        keepingRefusals(() => answerRoute(route, { ...askedNow(parsed), file })),
      )
      if (answer instanceof Refusal) throw answer
      await (kept.byRule ? house.files.settle(arrived) : house.files.discard(arrived)).catch(tellOf(house))
      return answer
    } catch (error) {
      // After a failed fsync nobody knows whether the row is there: then the file stays, and the next start decides.
      if (!kept.byRule || house.writer.halted === undefined) await house.files.discard(arrived).catch(tellOf(house))
      throw storageProblem(error)
    }
  })
}

/** Uploads under way, person by person: what lies in temporary files is bounded by them. */
async function inTurn<Result>(house: House, who: string, work: () => Promise<Result>): Promise<Result> {
  const counts = sending.get(house) ?? new Map<string, number>()
  sending.set(house, counts)
  const mine = counts.get(who) ?? 0
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (mine >= mostPerAccount || all >= mostInAll) {
    throw new Problem('too-many-attempts', {
      detail: 'Too many files are being sent at once.',
      facts: { retryAfterSeconds: 5 },
    })
  }
  counts.set(who, mine + 1)
  try {
    return await work()
  } finally {
    const left = (counts.get(who) ?? 1) - 1
    if (left > 0) counts.set(who, left)
    else counts.delete(who)
  }
}

/** What could not be taken away now is at the next start. */
const tellOf = (house: House) => (error: unknown) => {
  house.log.event('file-not-taken-away', { error: (error as Error).message })
}

const tooLarge = (mostBytes: number) =>
  new Problem('body-too-large', {
    detail: `Files up to ${(mostBytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB are taken here.`,
    facts: { mostBytes },
  })

const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true as const]))

const lingerMs = 1_000

/**
 * After a refusal whose body was not read: the rest is let go by for a moment, so that the answer is read before the
 * connection ends, and then it ends.
 */
export function lingerOn(request: Request, response: ServerResponse): void {
  if (request.complete || request.destroyed) return
  request.unpipe()
  request.resume()
  const cut = setTimeout(() => request.socket.destroy(), lingerMs).unref()
  response.once('close', () => clearTimeout(cut))
}
