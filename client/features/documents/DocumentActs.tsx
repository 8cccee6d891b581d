import Activity from 'lucide-react/icons/activity'
import Archive from 'lucide-react/icons/archive'
import ArchiveRestore from 'lucide-react/icons/archive-restore'
import Flag from 'lucide-react/icons/flag'
import History from 'lucide-react/icons/history'
import Pin from 'lucide-react/icons/pin'
import PinOff from 'lucide-react/icons/pin-off'
import Printer from 'lucide-react/icons/printer'
import Trash from 'lucide-react/icons/trash-2'
import UserRound from 'lucide-react/icons/user-round'
import { useNavigate } from 'react-router'
import { pinDocument, type Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { readsAllActivity, useOrganization } from '../../platform/session.ts'
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/Toast.tsx'
import { activityPath, editPath, historyPath } from './addresses.ts'
import { useArchive, useRestore } from './archive.ts'
import { failureWords, useDeed } from './deeds.ts'

export type DocumentDialog = 'verify' | 'report' | 'assign' | 'purge'

interface DocumentActsProps {
  slug: string
  document: Document
  onDialog: (dialog: DocumentDialog) => void
}

/** What can be done with a document by this person: the two usual acts on the bar, the others behind the dots. */
export function DocumentActs({ slug, document, onDialog }: DocumentActsProps) {
  const { reference, level, mayVerify, archivedAt } = document
  const groups = useMoreActs({ slug, document, onDialog })
  const isLiving = archivedAt === undefined
  return (
    <>
      {mayVerify && isLiving && (
        <Button keys="V" onClick={() => onDialog('verify')}>
          Verify
        </Button>
      )}
      {level >= levels.edit && isLiving && (
        <ButtonLink to={editPath(slug, reference)} keys="E">
          Edit
        </ButtonLink>
      )}
      {!mayVerify && isLiving && <Button onClick={() => onDialog('report')}>Report a problem</Button>}
      <Menu label={`More for ${reference}`} groups={groups}>
        <IconButton icon={Ellipsis} label="More" />
      </Menu>
    </>
  )
}

/** The acts behind the dots, each with its key where it has one: a key works whether the menu is open or not. */
function useMoreActs({ slug, document, onDialog }: DocumentActsProps): MenuEntry[][] {
  const { reference, pinned, mayVerify, archivedAt } = document
  const membership = useOrganization()
  const navigate = useNavigate()
  const pin = useDeed(pinDocument)
  const archive = useArchive(slug)
  const restore = useRestore(slug)
  const isLiving = archivedAt === undefined

  const togglePin = () =>
    pin.mutate(
      { slug, reference, pinned: !pinned },
      {
        onSuccess: () => toast({ words: pinned ? `${reference} no longer pinned` : `${reference} pinned to Home` }),
        onError: (error) => toast({ words: failureWords(error) }),
      },
    )
  const entry = (is: unknown, each: MenuEntry): MenuEntry[] => (is ? [each] : [])
  const groups: MenuEntry[][] = [
    [
      {
        id: 'history',
        label: 'History',
        icon: History,
        keys: 'H',
        onAct: () => void navigate(historyPath(slug, reference)),
      },
      ...entry(readsAllActivity(membership), {
        id: 'activity',
        label: 'Activity',
        icon: Activity,
        onAct: () => void navigate(activityPath(slug, reference)),
      }),
      ...entry(isLiving, {
        id: 'report',
        label: 'Report a problem',
        icon: Flag,
        keys: 'P',
        onAct: () => onDialog('report'),
      }),
      { id: 'pin', label: pinned ? 'Unpin' : 'Pin to Home', icon: pinned ? PinOff : Pin, keys: 'S', onAct: togglePin },
      { id: 'print', label: 'Print', icon: Printer, onAct: () => setTimeout(() => print(), 200) },
    ],
    [
      ...entry(mayVerify && isLiving, {
        id: 'assign',
        label: 'Assign',
        icon: UserRound,
        keys: 'A',
        onAct: () => onDialog('assign'),
      }),
      ...entry(mayVerify && isLiving, {
        id: 'archive',
        label: 'Archive',
        icon: Archive,
        onAct: () => archive.mutate([reference]),
      }),
      ...entry(mayVerify && !isLiving, {
        id: 'restore',
        label: 'Restore',
        icon: ArchiveRestore,
        onAct: () => restore.mutate(reference),
      }),
      ...entry(membership.role === 'owner' && !isLiving, {
        id: 'purge',
        label: 'Erase for good',
        icon: Trash,
        isDanger: true,
        onAct: () => onDialog('purge'),
      }),
    ],
  ]
  const keyed = (id: string) => {
    const found = groups.flat().find((each) => each.id === id)
    return found?.keys && found.onAct && { keys: found.keys, label: found.label, act: found.onAct }
  }
  useShortcut(keyed('history'))
  useShortcut(keyed('report'))
  useShortcut(keyed('pin'))
  useShortcut(keyed('assign'))
  return groups
}
