import { v7 as uuidv7 } from 'uuid'
import { addRunEvents, openRun, startRun, type WrittenRunEvent } from '#contract/runs.ts'
import type { Reference, RunId } from '#contract/values.ts'
import { aRunbook } from './documents.ts'
import type { Name, Vault } from './vault.ts'

/** Four steps, one of which has a command. */
export const internetDown = `# Internet down

- [ ] Look at the firewall. **Expect:** the light is on.
- [ ] Test the line.
      \`execute ping {{gateway}}\`
- [ ] Read the port state.
- [ ] Call the provider.
`

/** A run of a runbook with four steps, under way. @returns both. */
export async function aRun(
  vault: Vault,
  {
    by = 'jonas',
    reference,
    isDrill = false,
  }: { by?: Name; reference?: Reference | undefined; isDrill?: boolean } = {},
): Promise<{ reference: Reference; runId: RunId }> {
  const runbook = reference ?? (await aRunbook(vault, 'Internet down', { body: internetDown }))
  const id = uuidv7() as RunId
  const { status, body } = await vault.as(by, startRun, { reference: runbook, id, isDrill })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return { reference: runbook, runId: id }
}

export const anEvent = (fields: Omit<WrittenRunEvent, 'id'> & { id?: string }): WrittenRunEvent => ({
  id: uuidv7(),
  ...fields,
})

export const adds = (vault: Vault, who: Name, runId: RunId, ...events: WrittenRunEvent[]) =>
  vault.as(who, addRunEvents, { runId, events })

export const theRun = async (vault: Vault, runId: RunId, who: Name = 'mara') =>
  (await vault.as(who, openRun, { runId })).body
