import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { listParties } from '#contract/organizations.ts'
import { noteCardHolders } from '#contract/recovery.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { failureOf } from '../../platform/failure.ts'
import { useOrganization } from '../../platform/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/choice-fields.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form, FormActions } from '../../ui/Form.tsx'
import { LoadingRows } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-fields.tsx'
import { toast } from '../../ui/Toast.tsx'
import settings from '../settings/settings.module.css'
import { Notice } from '../sign-in/Notice.tsx'
import { cardName, warnings } from './holders.ts'
import type { Kit } from './kit.ts'
import css from './recovery.module.css'

interface Line {
  card: number
  holder: string
  /** Empty for a place. */
  partyId: string
}

/** One line for every card of the kit: with whom it is, and for whom that person works. */
export default function CardHoldersDialog(props: { kit: Kit; onNoted: () => void; onClose: () => void }) {
  const { kit, onNoted, onClose } = props
  const { slug } = useOrganization()
  const parties = useQuery(query(listParties, { slug }))
  const [lines, setLines] = useState<Line[]>(() =>
    Array.from({ length: kit.n }, (_, at) => {
      const known = kit.cards?.find(({ card }) => card === at + 1)
      return { card: at + 1, holder: known?.holder ?? '', partyId: known?.party?.id ?? '' }
    }),
  )
  const change = (card: number, to: Partial<Line>) =>
    setLines(lines.map((line) => (line.card === card ? { ...line, ...to } : line)))
  const save = useMutation({
    mutationFn: () =>
      call(noteCardHolders, {
        slug,
        epoch: kit.epoch,
        cards: lines
          .filter(({ holder }) => holder.trim() !== '')
          .map(({ card, holder, partyId }) => ({ card, holder: holder.trim(), ...(partyId && { partyId }) })),
      }),
    onSuccess: () => {
      toast({ words: 'Noted who holds the cards' })
      onNoted()
    },
  })
  const all = parties.data?.items ?? []
  const held = lines.map(({ card, holder, partyId }) => ({ card, holder, party: all.find(({ id }) => id === partyId) }))
  return (
    <Dialog isOpen onClose={onClose} title="Who holds the cards">
      {parties.isError && <Failed what="The parties" error={parties.error} onRetry={() => void parties.refetch()} />}
      {parties.isPending && <LoadingRows what="the parties" rows={3} />}
      {parties.data && (
        <Form onSubmit={() => !save.isPending && save.mutate()} errors={{}} label="Who holds the cards">
          {save.isError && <Notice {...failureOf(save.error)} />}
          {lines.map(({ card, holder, partyId }) => (
            <div key={card} className={css['pair']}>
              <TextField
                label={cardName(card)}
                isOptional
                autoComplete="off"
                maxLength={120}
                value={holder}
                onChange={(event) => change(card, { holder: event.currentTarget.value })}
              />
              <Select
                label={`Whose person, card ${card}`}
                value={partyId}
                onChange={(next: string) => change(card, { partyId: next })}
                options={[
                  { value: '', label: 'A place, or nobody’s' },
                  ...all.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            </div>
          ))}
          {warnings(held, kit.k).map((words) => (
            <p key={words} role="status" className={settings['warning']}>
              {words}
            </p>
          ))}
          <FormActions>
            <Button type="submit" variant="primary" isPending={save.isPending}>
              Save the note
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}
