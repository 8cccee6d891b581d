import CircleSlash from 'lucide-react/icons/circle-slash'
import LogIn from 'lucide-react/icons/log-in'
import Pencil from 'lucide-react/icons/pencil'
import Printer from 'lucide-react/icons/printer'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { usePhone } from '../../ui/media.ts'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { useCurrentIncident } from './current.ts'
import { askIncident } from './dialogs.ts'
import { enterIncident, leaveIncident } from './left.ts'
import { useJoin } from './use-start.ts'
import type { Incident } from './use-incident.ts'

/** What the page itself asks for. */
export type IncidentDialog = { is: 'change' | 'reopen' | 'follow-up' }

/** The acts of an incident: join or end while it lasts, print once it is over; the rarer ones behind the dots. */
export function IncidentActs(props: { slug: string; incident: Incident; onDialog: (dialog: IncidentDialog) => void }) {
  const { slug, incident, onDialog } = props
  const { reference, title, openedAt, closedAt, isMine, mayEnd } = incident
  const join = useJoin()
  const current = useCurrentIncident()
  const isHere = current?.slug === slug && current.reference === reference
  const isOpen = closedAt === undefined
  const isPhone = usePhone()
  const printIt: MenuEntry = {
    id: 'print',
    label: 'Print report',
    icon: Printer,
    onAct: () => setTimeout(() => print(), 200),
  }
  const groups: MenuEntry[][] = [
    [
      ...(isOpen && isMine && !isHere
        ? [
            {
              id: 'enter',
              label: 'Work in it on this device',
              icon: LogIn,
              onAct: () => enterIncident({ slug, reference, title, openedAt }),
            },
          ]
        : []),
      ...(isHere
        ? [
            {
              id: 'leave',
              label: 'Leave it on this device',
              icon: CircleSlash,
              detail: 'It goes on without the band here',
              onAct: () => leaveIncident({ slug, reference }),
            },
          ]
        : []),
      ...(mayEnd ? [{ id: 'change', label: 'Change', icon: Pencil, onAct: () => onDialog({ is: 'change' }) }] : []),
      ...(isOpen ? [printIt] : []),
    ],
    ...(!isOpen && mayEnd
      ? [[{ id: 'reopen', label: 'Reopen', icon: RotateCcw, onAct: () => onDialog({ is: 'reopen' }) }]]
      : []),
  ].filter((group) => group.length > 0)
  return (
    <>
      {isOpen && !isMine && (
        <Button
          variant="primary"
          isPending={join.isPending}
          onClick={() => join.mutate({ slug, reference, title, openedAt })}
        >
          Join
        </Button>
      )}
      {/* The band has it, where it has the room. */}
      {isOpen && mayEnd && (!isHere || isPhone) && (
        <Button onClick={() => askIncident({ is: 'end', slug, reference })}>End</Button>
      )}
      {!isOpen && (
        <Button icon={Printer} onClick={() => setTimeout(() => print(), 200)}>
          Print report
        </Button>
      )}
      {groups.length > 0 && (
        <Menu label={`More for ${reference}`} groups={groups}>
          <IconButton icon={Ellipsis} label="More" />
        </Menu>
      )}
    </>
  )
}
