import { useState } from 'react'
import { Dialog } from './Dialog.tsx'
import { Kbd } from './Kbd.tsx'
import { useListedShortcuts, useShortcut, type Shortcut } from './shortcuts.ts'
import css from './ShortcutHelp.module.css'

/** `?` lists the keys of this page. Mounted once, in the shell. */
export function ShortcutHelp() {
  const [listed, setListed] = useState<readonly Shortcut[]>()
  const now = useListedShortcuts()
  useShortcut({ keys: '?', label: 'Keys of this page', group: 'Anywhere', act: () => setListed(now) })
  const groups = Map.groupBy(listed ?? [], (shortcut) => shortcut.group ?? 'On this page')
  return (
    <Dialog isOpen={listed !== undefined} onClose={() => setListed(undefined)} title="Keys" size="wide">
      <div className={css['groups']}>
        {['On this page', 'In lists', 'Anywhere'].map((group) => {
          const keys = groups.get(group)
          return (
            keys && (
              <section key={group}>
                <h3>{group}</h3>
                <dl>
                  {keys.map((shortcut) => (
                    <div key={shortcut.keys}>
                      <dt>{shortcut.label}</dt>
                      <dd>
                        <Kbd keys={shortcut.keys} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            )
          )
        })}
      </div>
      <p className={css['note']}>Single keys can be switched off in Settings; keys with Ctrl always work.</p>
    </Dialog>
  )
}
