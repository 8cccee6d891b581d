import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import Clock from 'lucide-react/icons/clock'
import House from 'lucide-react/icons/house'
import List from 'lucide-react/icons/list'
import Lock from 'lucide-react/icons/lock'
import MoreHorizontal from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import Settings from 'lucide-react/icons/settings'
import { Icon } from '../Icon.tsx'
import { Book, ChevronsUpDown, Search, Server } from '../icons.ts'
import { Menu } from '../Menu.tsx'
import { Person } from '../Person.tsx'
import { OrganizationButton, Shell, SideButton } from '../Shell.tsx'
import { ShortcutHelp } from '../ShortcutHelp.tsx'
import { toast } from '../Toast.tsx'

export function GalleryShell({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  const search = () => toast({ words: 'The palette belongs to the pages' })
  return (
    <Shell
      top={
        <Menu
          label="Organizations"
          placement="bottom start"
          groups={[
            [
              { id: 'cw', label: 'Calder & Wick', isChosen: true },
              { id: 'fr', label: 'Fennel & Rye Foods' },
            ],
          ]}
        >
          <OrganizationButton name="Calder & Wick" icon={ChevronsUpDown} />
        </Menu>
      }
      search={{ onOpen: search, icon: Search }}
      sections={[
        {
          items: [
            { to: '/home', label: 'Home', icon: House, keys: 'G H' },
            { to: '/', label: 'Reviews', icon: Clock, count: 6, keys: 'G Q', isExact: true },
            { to: '/states', label: 'States', icon: List },
          ],
        },
        {
          label: 'Library',
          items: [
            { to: '/runbooks/RB-14', label: 'Runbooks', icon: Book, keys: 'G R' },
            { to: '/controls', label: 'Systems', icon: Server, keys: 'G S' },
            { to: '/edit', label: 'Editor', icon: Pencil },
          ],
        },
      ]}
      bottom={
        <>
          <SideButton label="Settings" icon={<Icon of={Settings} />} onPress={() => void navigate('/controls')} />
          <SideButton
            label="Lock"
            icon={<Icon of={Lock} />}
            keys="Shift L"
            onPress={() => toast({ words: 'Locked' })}
          />
          <SideButton
            label="Priya Nandakumar"
            icon={<Person name="Priya Nandakumar" side="in_house" isSquareOnly />}
            onPress={() => undefined}
          />
        </>
      }
      phone={[
        { to: '/home', label: 'Home', icon: House },
        { label: 'Search', icon: Search, onPress: search },
        { to: '/', label: 'Reviews', icon: Clock, count: 6, isExact: true },
        { to: '/controls', label: 'More', icon: MoreHorizontal },
      ]}
    >
      {children}
      <ShortcutHelp />
    </Shell>
  )
}
