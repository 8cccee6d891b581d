import type { Statement, StatementOf, StatementType } from '#contract/log/statements.ts'
import type { Step } from './append.ts'
import { endWhatEnded } from './endings.ts'
import { projectGrants } from './project-access.ts'
import { projectCollections } from './project-collections.ts'
import { projectPeople } from './project-people.ts'

/** What an entry did, for its audit event. */
export interface Told {
  on: readonly [kind: string, id: string]
  /** The member that the entry is about. */
  about?: string | undefined
  details: Record<string, unknown>
}

/** How one kind of entry becomes rows. It has been applied: `after` is what is true now. */
export type Projection<Type extends StatementType> = (step: Step, statement: StatementOf<Type>) => Told
export type Projections<Type extends StatementType> = { [Each in Type]: Projection<Each> }

const projections: Projections<StatementType> = { ...projectPeople, ...projectCollections, ...projectGrants }

/**
 * Writes the rows that follow from an entry: those that it names, and the end of everything that it ended.
 * @throws Problem where the database knows better than the log: a party that is not there, a collection that is not empty.
 */
export function project(step: Step, statement: Statement): Told {
  const told = (projections[statement.type] as Projection<StatementType>)(step, statement)
  const ended = endWhatEnded(step, statement)
  return { ...told, details: { ...told.details, ...ended } }
}
