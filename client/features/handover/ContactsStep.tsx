import { ButtonLink } from '../../ui/Button.tsx'
import { documentPath, editPath } from '../documents/addresses.ts'
import { Nothing, Part, type StepProps } from './Part.tsx'
import { PickRows } from './PickRows.tsx'

/** Vendors whose cards name them. A contact that is changed goes from the list by itself. */
export function ContactsStep({ slug, handover, name }: StepProps) {
  const { contacts } = handover.items
  return (
    <Part
      title="Vendors that name them"
      note="Tell the vendor who calls from now on, then change the contact. Where it stays as it is, say why in the note below."
    >
      {contacts.length === 0 ? (
        <Nothing>{`No vendor’s card names ${name}.`}</Nothing>
      ) : (
        <PickRows
          label="Vendors"
          rows={contacts.map(({ reference, title, says }) => ({
            id: reference,
            title,
            reference,
            to: documentPath(slug, reference),
            facts: <span>names {says}</span>,
            ...(handover.mayLead && {
              act: (
                <ButtonLink to={editPath(slug, reference)} aria-label={`Change the contact of ${title}`}>
                  Change the contact
                </ButtonLink>
              ),
            }),
          }))}
        />
      )}
    </Part>
  )
}
