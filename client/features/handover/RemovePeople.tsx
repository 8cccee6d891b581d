import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { openRotationsFor } from '#contract/access.ts'
import type { Person } from '#contract/values.ts'
import { call } from '../../platform/api.ts'
import { stateAbout, work } from '../../platform/organization-keys.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/Toast.tsx'
import { failureWords, refresh } from '../documents/deeds.ts'
import { Part, type StepProps } from './Part.tsx'
import css from './handover.module.css'

/** Ends it all in one press: membership, sessions and access, with new keys and the list of what must be changed. */
export function RemovePeople(props: StepProps & { present: readonly Person[] }) {
  const { slug, handover, name, present } = props
  const client = useQueryClient()
  const [isPending, setPending] = useState(false)
  const { secrets, access } = handover.items
  const seen = new Set(secrets.filter(({ exposure }) => exposure === 'revealed').map(({ reference }) => reference)).size
  const hasSigned = handover.signatures.some(({ side }) => side === 'leaving')

  const remove = async () => {
    setPending(true)
    try {
      const wishes = present.map(({ id }) => ({ type: 'member.remove' as const, member: id }))
      if (!(await stateAbout(slug, `to remove ${name}`, present, wishes))) return
      // Those of the partner who left earlier and left something behind.
      await call(openRotationsFor, { slug, memberIds: access.members.map(({ person }) => person.id) })
      refresh(client)
      toast({ words: `${name} is removed. ${plural(seen, 'secret')} to rotate.` })
      // New keys for everything that they could open; where that fails now, it is done in the background.
      await work(slug)
    } catch (error) {
      toast({ words: failureWords(error) })
    } finally {
      setPending(false)
    }
  }
  return (
    <Part title={handover.person ? `End the access of ${name}` : `End with ${name}`}>
      <p className={css['note']}>
        Ends their sessions and access at once, gives the collections new keys, and opens a rotation task for{' '}
        {plural(seen, 'secret')}.{' '}
        {!hasSigned && 'From then on they sign on paper only: let them sign the report first.'}
      </p>
      <div className={css['acts']}>
        <Button variant="danger" isPending={isPending} onClick={() => void remove()}>
          {handover.person ? `Remove ${name}` : `End with ${name}`}
        </Button>
        <span className={css['aside']}>Whoever stays in another place: call this step done with a word of why.</span>
      </div>
    </Part>
  )
}
